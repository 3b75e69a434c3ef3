using System.Text;
using Haggle.Bench.Harness;
using Haggle.TaskFiles;
using YamlDotNet.Core;

namespace Haggle.Bench.TaskFiles;

/// <summary>Reading task files: the first in a fresh process, as every command does it, and warm, as the server does.</summary>
internal sealed class TaskFileBench : IBenchmark
{
    private const int Rounds = 40;
    private const int FirstRounds = 20;

    public string Name => "taskfile";

    public string What => "Reading a task file into a typed task: in a fresh process with the command itself, and warm, against the bare YAML parser on the same bytes.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var path = Path.Combine(place.Root, "examples", "charlm", "task.yaml");
        var typical = await File.ReadAllBytesAsync(path, cancellationToken);
        var large = Encoding.UTF8.GetBytes("run: train\nenvs:\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"  NAME_{i}: \"value {i}\"\n")));
        var text = Encoding.UTF8.GetString(typical);
        var many = Encoding.UTF8.GetString(large);
        var report = new Report("what", "median", "p90", "over its reference");
        var first = await Interleaved.RunAsync(
            FirstRounds,
            ("hello-world, whole process (reference)", () => Started.ToEndAsync(place.Hello, [], new Dictionary<string, string>(), cancellationToken)),
            ("haggle check examples/charlm/task.yaml, whole process", () => Started.ToEndAsync(place.Program("haggle"), ["check", path], new Dictionary<string, string>(), cancellationToken)));
        var warm = Interleaved.Repeated(
            Rounds,
            ("bare parser, all events of the same file (reference)", () => Parse(text)),
            ($"TaskFileReader.Read, examples/charlm/task.yaml ({typical.Length:#,0} bytes)", () => Read(typical)),
            ("bare parser, all events of the large file (reference)", () => Parse(many)),
            ($"TaskFileReader.Read, 1,000 environment variables ({large.Length:#,0} bytes)", () => Read(large)));
        foreach (var (reference, each) in (ReadOnlySpan<(Samples, Samples)>)[(first[0], first[1]), (warm[0], warm[1]), (warm[2], warm[3])])
        {
            report.Row(reference.Name, Text.Time(reference.Median), Text.Time(reference.P90), "");
            report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Ratio(each.Over(reference)));
        }

        report.Remarks.Add($"{FirstRounds} whole processes of each kind in turn; {Rounds} rounds of about a millisecond each for the rest.");
        return report;
    }

    private static void Read(byte[] bytes)
    {
        if (!TaskFileReader.Read("task.yaml", bytes, TaskOverrides.None).IsGood) throw new InvalidOperationException("the task file is not good");
    }

    private static void Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
        }
    }
}
