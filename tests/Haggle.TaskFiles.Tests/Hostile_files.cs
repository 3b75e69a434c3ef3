using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Haggle.TaskFiles.Tests;

/// <summary>Whatever somebody feeds to "haggle check": one clear message, soon, in little memory, never a stack trace.</summary>
public sealed class Hostile_files
{
    private const long MostBytes = 256L * 1024 * 1024;

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty", [], "the file is empty" },
        { "blank", Utf8("\n\n# nothing\n"), "the file is empty" },
        { "null document", Utf8("null\n"), "the file is empty" },
        { "only separators", Utf8("---\n---\n"), "the file is empty" },
        { "a list", Utf8("- a\n- b\n"), "the document must be a map of fields such as 'run: COMMAND', but it is a list" },
        { "a word", Utf8("hello"), "the document must be a map of fields such as 'run: COMMAND', but it is a plain value" },
        { "an ELF file", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0], "the file is not text: it has a NUL byte at offset 7" },
        { "a gzip file", [0x1f, 0x8b, 8, 8, 0x80, 0x81, 0x82], "the file is not UTF-8 text: byte 1 (counted from 0) does not belong there" },
        { "latin-1", [.. Utf8("run: x\nname: caf"), 0xe9, (byte)'\n'], "the file is not UTF-8 text: byte 16 (counted from 0) does not belong there" },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("run: x")], "the file is UTF-16 text (it starts with a UTF-16 byte order mark)" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes("run: x"), "the file is not text: it has a NUL byte at offset 1" },
        { "a NUL in the text", Utf8("run: a\0b"), "the file is not text: it has a NUL byte at offset 6" },
        { "an escape character", Utf8("run: \u001b[31mred"), "the file has the control character U+001B, which YAML does not allow" },
        { "ten megabytes", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("key: value\n", 1_000_000))), "the file has 11000000 bytes; a task file may have at most 1048576 (1 MiB)" },
        { "an alias bomb", Utf8(Bomb(9)), "the file has more than 20000 values once its aliases are written out" },
        { "a bomb of merge keys", Utf8(MergeBomb()), "the file has more than 20000 values once its aliases are written out" },
        { "a cyclic anchor", Utf8("envs: &a\n  B: *a\n"), "this alias stands inside the value that it means, which would never end" },
        { "an unknown anchor", Utf8("run: *nowhere"), "this value starts with '*' and so is an alias, but nothing before it has that anchor" },
        { "a duplicate key", Utf8("run: a\nname: b\nrun: c\n"), "the key 'run' is given twice: first on line 1, again on line 3" },
        { "a duplicate env", Utf8("run: a\nenvs:\n  A: 1\n  B: 2\n  A: 3\n"), "the key 'A' is given twice: first on line 3, again on line 5" },
        { "a tab", Utf8("run: x\nresources:\n\tcpus: 4\n"), "a tab is used for indentation, which YAML does not allow" },
        { "a tab after spaces", Utf8("resources:\n  cpus: 4\n  \tmemory: 3\n"), "a tab is used for indentation, which YAML does not allow" },
        { "deep lists", Utf8(new string('[', 100_000)), "values are nested more than 64 levels deep" },
        { "deep maps", Utf8(string.Concat(Enumerable.Repeat("{a: ", 50_000))), "values are nested more than 64 levels deep" },
        { "deep blocks", Utf8(string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n"))), "values are nested more than 64 levels deep" },
        { "many dashes", Utf8(string.Concat(Enumerable.Repeat("- ", 200_000))), "values are nested more than 64 levels deep" },
        { "many values", Utf8("envs: [" + string.Concat(Enumerable.Repeat("a,", 400_000)) + "]"), "the file has more than 20000 values once its aliases are written out" },
        { "many documents", Utf8(string.Concat(Enumerable.Repeat("--- a\n", 150_000))), "the file has more than 20000 values once its aliases are written out" },
        { "a map as a key", Utf8("{a: b}: c\n"), "a key must be plain text, but this one is a map" },
        { "no key", Utf8(": x\n"), "a key must be plain text, but this one is empty" },
        { "a tag of another language", Utf8("run: !!python/object/apply:os.system ['x']"), "this value starts with '!' and so has a YAML tag, which task files do not use" },
        { "a value that starts with @", Utf8("run: @x"), "a plain value may not start with '@'" },
        { "a merge of text", Utf8("<<: text\nrun: x"), "'<<' merges a map or a list of maps, but this is a plain value" },
        { "two MiB in one word", Utf8("name: " + new string('x', 2_000_000)), "the file has 2000006 bytes; a task file may have at most 1048576 (1 MiB)" },
    };

    public static TheoryData<string, string> BrokenYaml => new()
    {
        { "an unterminated quote", "run: \"never ends\nname: x\n" },
        { "an unterminated single quote", "run: 'never ends\n" },
        { "an unclosed bracket", "resources: {cpus: 4\nrun: x\n" },
        { "an unclosed list", "ports: [1, 2\n" },
        { "wrong indentation", "resources:\n   cpus: 4\n  memory: 3\n" },
        { "text after a value", "run: \"a\" b\n" },
        { "two values on one line", "run: a: b\n" },
        { "a stray bracket", "run: x\n]\n" },
        { "a bad escape", "run: \"\\q\"\n" },
        { "a huge escape", "run: \"\\UFFFFFFFF\"\n" },
        { "a bad directive", "%YAML 9.9\n---\nrun: x\n" },
        { "a question", "? [a]\n? {b}\n" },
        { "percent", "%\n" },
        { "an anchor for nothing", "run: &\n" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Gets_one_clear_message_within_a_second(string what, byte[] bytes, string expected)
    {
        var problem = OneProblem(what, bytes);
        Assert.Equal(expected, problem);
    }

    [Theory]
    [MemberData(nameof(BrokenYaml))]
    public void Broken_yaml_gets_one_located_message(string what, string yaml)
    {
        OneProblem(what, Utf8(yaml));
        var reading = Read.File(yaml);
        Assert.InRange(reading.Problems[0].Line, 1, yaml.Count(c => c == '\n') + 1);
        Assert.DoesNotContain("Exception", CheckReport.Render([reading]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a long key", 1_000_000, "{0}: x")]
    [InlineData("a long env", 1_000_000, "run: x\nenvs: {{A: {0}}}\nworkdir: $A$A$A$A")]
    [InlineData("a long run", 1_000_000, "run: {0}")]
    [InlineData("a long number", 1_000_000, "num_nodes: 1{0}")]
    [InlineData("a long path", 500_000, "file_mounts: {{{0}: {0}}}")]
    [InlineData("a long secret", 500_000, "secrets: {{A: [{0}]}}")]
    public void A_long_word_is_read_or_refused_quickly(string what, int length, string format)
    {
        var yaml = string.Format(CultureInfo.InvariantCulture, format, new string('7', length));
        var reading = Bounded(what, Utf8(yaml));
        Assert.True(CheckReport.Render([reading]).Length < 20_000, what);
    }

    [Theory]
    [InlineData("unknown keys", "k{0}: 1\n", 9_000)]
    [InlineData("one-letter lines", "x\n", 400_000)]
    [InlineData("colons", "a:\n", 300_000)]
    [InlineData("quotes", "'' ", 300_000)]
    [InlineData("comments", "# c\n", 250_000)]
    [InlineData("questions", "? ", 400_000)]
    [InlineData("ampersands", "&a ", 300_000)]
    [InlineData("stars", "*a ", 300_000)]
    [InlineData("bars", "|\n", 400_000)]
    [InlineData("tabs", "\t", 1_000_000)]
    [InlineData("spaces", " ", 1_000_000)]
    [InlineData("carriage returns", "\r", 1_000_000)]
    [InlineData("next lines", "\u0085", 400_000)]
    [InlineData("braces", "{}", 400_000)]
    [InlineData("commas", ",", 1_000_000)]
    [InlineData("mixed brackets", "[{", 400_000)]
    [InlineData("exclamation marks", "!", 1_000_000)]
    [InlineData("percents", "%a\n", 300_000)]
    public void A_megabyte_of_the_same_is_bounded(string what, string unit, int times)
    {
        var text = new StringBuilder();
        for (var i = 0; i < times; i++) text.AppendFormat(CultureInfo.InvariantCulture, unit.Replace("{}", "{{}}", StringComparison.Ordinal).Replace("[{", "[{{", StringComparison.Ordinal), i);
        var reading = Bounded(what, Utf8(text.ToString()));
        Assert.NotEmpty(reading.Problems);
    }

    private static string OneProblem(string what, byte[] bytes)
    {
        var reading = Bounded(what, bytes);
        Assert.False(reading.IsGood);
        Assert.True(reading.Problems.Length == 1, string.Join("\n", reading.Problems));
        Assert.DoesNotContain("  at ", CheckReport.Render([reading]), StringComparison.Ordinal);
        return reading.Problems[0].Message;
    }

    private static TaskReading Bounded(string what, byte[] bytes)
    {
        Read.File("run: warm");
        var (memoryBefore, timeBefore) = (GC.GetAllocatedBytesForCurrentThread(), WorkOfThisThread());
        var reading = TaskFileReader.Read("task.yaml", bytes, TaskOverrides.None);
        _ = CheckReport.Render([reading]);
        var (memory, time) = (GC.GetAllocatedBytesForCurrentThread() - memoryBefore, WorkOfThisThread() - timeBefore);
        Assert.True(memory < MostBytes, $"{what} took {memory >> 20} MiB");
        Assert.True(time < TimeSpan.FromSeconds(1), $"{what} took {time}");
        return reading;
    }

    // Work and not wall time where the system tells it: a busy machine must not fail a test of the reader.
    private static TimeSpan WorkOfThisThread()
    {
        const string Stat = "/proc/thread-self/stat";
        if (!File.Exists(Stat)) return TimeSpan.FromTicks((long)(Stopwatch.GetTimestamp() * (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency));
        var afterName = File.ReadAllText(Stat).Split(") ", 2)[1].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(afterName[11], CultureInfo.InvariantCulture) + long.Parse(afterName[12], CultureInfo.InvariantCulture)));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Bomb(int levels)
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < levels; i++) text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        return text.ToString();
    }

    private static string MergeBomb()
    {
        var text = new StringBuilder("m0: &m0 {" + string.Join(", ", Enumerable.Range(0, 500).Select(i => $"k{i}: 1")) + "}\n");
        for (var i = 1; i < 200; i++) text.Append(CultureInfo.InvariantCulture, $"m{i}: &m{i} {{<<: *m{i - 1}, n{i}: 1}}\n");
        return text.ToString();
    }
}
