using System.Globalization;

namespace Haggle.Simulation.Tests;

public sealed class PromiseTests
{
    [Fact]
    public async Task Every_promise_holds_in_two_thousand_worlds()
    {
        var processes = Math.Clamp(Environment.ProcessorCount, 1, 8).ToString(CultureInfo.InvariantCulture);
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "2000", "--parallel", processes, "--go-on");
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public async Task The_same_seed_gives_the_same_bytes(int seed)
    {
        string[] arguments = ["--seed", seed.ToString(CultureInfo.InvariantCulture), "--trace"];
        var (_, first) = await SimProcess.RunAsync(arguments);
        var (_, second) = await SimProcess.RunAsync(arguments);
        Assert.True(first.Length > 10_000);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_wrong_command_line_is_explained()
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "many");
        Assert.Equal(2, exitCode);
        Assert.Contains("--seeds is not known, or its value is missing or wrong", output, StringComparison.Ordinal);
    }
}
