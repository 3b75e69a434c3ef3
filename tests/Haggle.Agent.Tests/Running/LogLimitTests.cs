using System.Text;
using System.Text.Json;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class LogLimitTests
{
    private const int Limit = 256 * 1024;
    private const int Lines = 40_000;

    [Fact]
    public async Task A_program_that_prints_more_than_is_kept_runs_on_and_the_log_says_so_once()
    {
        await using var machine = Limited("limited");

        // 100 bytes a line: far beyond the limit, with a moment for the disk space to be given back.
        var end = await machine.RunAsync($"head -c {Lines * 100} /dev/zero | tr '\\0' x | fold -w 99; until [ -e trimmed ]; do sleep 0.02; done; echo last; exit 5", async () =>
        {
            await TestMachine.Until(() => new FileInfo(machine.In("task.log")) is { Exists: true } log && log.Length >= Lines * 100, "all of it is printed");
            await TestMachine.Until(() => BlocksOf(machine.In("task.log")) * 512 < Lines * 50, "the disk space is given back");
            File.WriteAllText(machine.In("work/trimmed"), "");
        });
        Assert.Equal(5, end.ExitCode);
        var log = await WholeAsync(machine);
        Assert.Equal(end.LogLength, log.Length);
        var text = Encoding.UTF8.GetString(log);
        Assert.EndsWith("\nhaggle: this log has reached its limit of 262,144 bytes; what the program prints from here on is not kept\n", text, StringComparison.Ordinal);
        Assert.Equal(Limit, text.IndexOf("\nhaggle: ", StringComparison.Ordinal));
        Assert.DoesNotContain("last", text, StringComparison.Ordinal);
        Assert.Equal("", text[..Limit].Replace("x", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_program_prints_of_its_secrets_is_covered_for_every_reader()
    {
        await using var machine = new TestMachine();
        var order = machine.Order("run", "echo \"got $TOKEN\"; printf s3cr; sleep 0.3; echo 3t-of-mine; echo \"::haggle note key $TOKEN\"; printf s3cr; until [ -e go ]; do sleep 0.02; done") with
        {
            Environment = new() { ["TOKEN"] = "s3cr3t-of-mine", ["PIN"] = "123" },
            SecretNames = ["TOKEN", "PIN"],
        };
        await machine.CallAsync(order);
        await machine.WaitAsync(s => s.Notes.Contains("key **************"), "the note is told");

        // The last bytes may be the beginning of the secret: nobody is shown them while the program runs.
        const string Shown = "got **************\n**************\n::haggle note key **************\n";
        await machine.WaitAsync(s => s.LogLength == Shown.Length, "the log is as long as what may be shown");
        Assert.Equal(Shown, Encoding.UTF8.GetString(await WholeAsync(machine)));
        File.WriteAllText(machine.In("work/go"), "");
        Assert.Equal(Shown.Length + 4, (await machine.EndedAsync()).LogLength);
        Assert.Equal(Shown + "s3cr", Encoding.UTF8.GetString(await WholeAsync(machine)));
    }

    private static TestMachine Limited(string token)
    {
        var name = $"{token}-{Guid.NewGuid():n}"[..20];
        var configuration = new AgentConfiguration { Token = name, Epoch = 3, Key = TestMachine.Key, FirstLeaseSeconds = 60, LogLimitBytes = Limit };
        return new TestMachine(token: name, configured: JsonSerializer.SerializeToUtf8Bytes(configuration, AgentJson.Default.AgentConfiguration));
    }

    private static async Task<byte[]> WholeAsync(TestMachine machine)
    {
        await using var over = new AgentLine(await machine.OpenAsync());
        using var log = new MemoryStream();
        while (await machine.LogAsync(log.Length, 50_000, over) is { Length: > 0 } piece) log.Write(piece);
        return log.ToArray();
    }

    private static long BlocksOf(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true })!;
        return long.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
