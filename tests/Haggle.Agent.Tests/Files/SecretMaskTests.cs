using System.Text;
using Haggle.Agent.Files;

namespace Haggle.Agent.Tests.Files;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("the key is s3cr3t!", "the key is ******!")]
    [InlineData("s3cr3ts3cr3t", "************")]
    [InlineData("s3cr3", "s3cr3")]
    [InlineData("abcabcabc", "*********")]
    [InlineData("xabcabcdefx", "x*********x")]
    [InlineData("abc", "abc")]
    [InlineData("ölçü", "******")]
    [InlineData("line one\nline two\n", "*****************\n")]
    [InlineData("only line two", "only ********")]
    public void Values_of_four_characters_and_more_are_covered_wherever_they_lie(string printed, string shown)
    {
        var mask = new SecretMask(["s3cr3t", "abcabc", "bcdef", "abc", "ölçü", "line one\nline two\n"]);
        Assert.Equal(shown == "******" ? new string('*', Encoding.UTF8.GetByteCount(printed)) : shown, mask.Cover(printed));
    }

    [Theory]
    [InlineData("s3c", 3)]
    [InlineData("x s3cr3", 5)]
    [InlineData("s3cr3t", 0)]
    [InlineData("s3cr3ts", 1)]
    [InlineData("aaaa", 4)]
    [InlineData("", 0)]
    public void What_may_become_a_value_is_known(string end, int unfinished) =>
        Assert.Equal(unfinished, new SecretMask(["s3cr3t", "aaaaa"]).Unfinished(Encoding.UTF8.GetBytes(end)));

    /// <summary>
    /// A log that is written in pieces of any length and read in pieces of any length, in every mixture: what was shown once never changes, no byte of a value is ever
    /// shown, and in the end all of it is there.
    /// </summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(37)]
    public void However_a_log_is_written_and_read_it_is_the_covered_whole(int limit)
    {
        var path = Path.GetTempFileName();
        try
        {
            string[] values = ["hunter2!", "aabaa", "-----BEGIN-----\nMIIEv\n"];
            const string Printed = "a hunter2!hunter2! aabaabaa aab hunter2 -----BEGIN-----\nMIIEv\n MIIEx -----BEG";
            var mask = new SecretMask(values);
            var expected = mask.Cover(Printed)[..Math.Min(limit, Printed.Length)];
            for (var write = 1; write <= 17; write++)
            {
                for (var read = 1; read <= 9; read++)
                {
                    File.WriteAllText(path, "");
                    var log = new TaskLog(path, limit, () => mask);
                    List<byte> shown = [];
                    for (var at = 0; at < Printed.Length; at += write)
                    {
                        File.AppendAllText(path, Printed.AsSpan(at, Math.Min(write, Printed.Length - at)));
                        Take(log, shown, read, isOver: false);
                    }

                    Take(log, shown, read, isOver: true);
                    var text = Encoding.UTF8.GetString([.. shown]);
                    Assert.StartsWith(expected, text, StringComparison.Ordinal);
                    Assert.Equal(limit < Printed.Length ? 1 : 0, text.Split("what the program prints from here on is not kept").Length - 1);
                    Assert.Equal(shown.Count, log.Length(isOver: true));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Take(TaskLog log, List<byte> shown, int piece, bool isOver)
    {
        while (log.Read(shown.Count, piece, isOver) is { Length: > 0 } bytes) shown.AddRange(bytes);
        Assert.Equal(log.Length(isOver), shown.Count);
    }
}
