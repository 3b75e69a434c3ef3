using System.Text;

namespace Haggle.TaskFiles.Tests;

/// <summary>Whatever happens to a good file on its way, reading it ends with tasks or with problems, never with an exception.</summary>
public sealed class Mutated_files
{
    private const int Rounds = 250;
    private static readonly byte[] Telling = [.. Encoding.ASCII.GetBytes("\n\t :-[]{},&*!|>'\"%@`#?\\~0aU$\r"), 0, 0xC3, 0xFF, 0x80];

    public static TheoryData<string> Inputs => Check_output.Inputs;

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Never_throw(string name)
    {
        var original = File.ReadAllBytes(Path.Combine(Snapshot.Folder, "Inputs", name + ".yaml"));
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = Mutate(original, random);
            try
            {
                var reading = TaskFileReader.Read("task.yaml", bytes, TaskOverrides.None);
                Assert.Equal(reading.IsGood, !reading.Problems.Any(problem => problem.IsError));
                Assert.DoesNotContain(CheckReport.Render([reading]), c => char.IsControl(c) && c != '\n');
            }
            catch (Exception thrown) when (thrown is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name}, seed {seed}: {thrown}\n{Encoding.UTF8.GetString(bytes)}");
            }
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                case 1: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
                case 2: bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1)); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default: bytes[at] = (byte)random.Next(256); break;
            }
        }

        return [.. bytes];
    }
}
