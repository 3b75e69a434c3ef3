using System.Diagnostics;
using System.Text.Json;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Hosts;

public sealed class HostCommands
{
    [Fact]
    public async Task Facts_tell_what_the_host_has_and_an_allotment_takes_of_it()
    {
        using var driver = new PretendedDriver().WithProgram("nvidia-smi", $"case \"$*\" in *compute_cap*) echo 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, 8.0';; *) cat '{Path.Combine(AppContext.BaseDirectory, "Outputs", "nvidia-550-two-a100.xml")}';; esac");
        var facts = await FactsAsync(driver);
        Assert.Equal(("550.54.15", "12.4", ""), (facts.Drivers[0].Version, facts.Drivers[0].CudaMax, facts.Drivers[0].Problem));
        Assert.Equal(["8.0", ""], facts.Gpus.Select(gpu => gpu.Capability));
        Assert.True(facts is { Vcpus: > 0, MemoryMib: > 0, MemoryFreeMib: > 0, DiskMib: > 0, Boot.Length: > 0, Host.Length: > 0 });

        // The first card has a program that no allotment knows: it is somebody's.
        var given = await AllotAsync(driver, """{"token":"a","owner":"o","gpus":1,"run":"run 7"}""");
        Assert.Equal((AllotAnswer.Given, 1), (given.Outcome, given.Allotment?.Gpus.Single().Index));
        var full = await AllotAsync(driver, """{"token":"b","owner":"o","gpus":1}""");
        Assert.Equal(AllotAnswer.Full, full.Outcome);
        Assert.Equal($"0 of 2 accelerators are free, 1 is wanted: 0 is used by python (process 4021); 1 has run 7 ({Environment.UserName})", full.Why);
        Assert.Equal("run 7", (await FactsAsync(driver)).Allotments.Single().Run);
        Assert.Equal(AllotAnswer.Gone, (await AskAsync(driver, "", "host", "free", "a")).Outcome);
        Assert.Equal(AllotAnswer.Given, (await AllotAsync(driver, """{"token":"b","owner":"o","gpus":0.5}""")).Outcome);
    }

    [Theory]
    [InlineData("echo \"NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\"; echo; exit 9", "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.")]
    [InlineData("echo 'Failed to initialize NVML: Driver/library version mismatch'; echo 'NVML library version: 550.90'; exit 18", "Failed to initialize NVML: Driver/library version mismatch")]
    [InlineData("echo 'No devices were found'; exit 6", "No devices were found")]
    [InlineData("echo 'Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU'; exit 15", "Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU")]
    [InlineData("echo rubbish", "nvidia-smi answered something that is not XML: Data at the root level is invalid. Line 1, position 1.")]
    public async Task A_driver_that_does_not_work_is_told_in_its_own_words_and_nothing_is_allotted(string script, string problem)
    {
        using var driver = new PretendedDriver().WithProgram("nvidia-smi", script);
        var facts = await FactsAsync(driver);
        Assert.Equal(problem, facts.Drivers.Single().Problem);
        Assert.Equal(["NVIDIA: " + problem], facts.Notes);
        var answer = await AllotAsync(driver, """{"token":"a","owner":"o","gpus":1}""");
        Assert.Equal((AllotAnswer.Never, "0 accelerators of the wanted kind are here, 1 is wanted"), (answer.Outcome, answer.Why));
    }

    [Theory]
    [InlineData("", "the wish on standard input cannot be understood")]
    [InlineData("""{"token":"../x","owner":"o"}""", "'../x' cannot name an allotment: letters, digits, dots and dashes only, at most 64")]
    [InlineData("""{"token":"a","owner":"o","gpus":1.5}""", "1.5 accelerators cannot be allotted: a whole number, or a fraction below 1")]
    [InlineData("""{"token":"a","owner":"o","gpus":-1}""", "-1 accelerators cannot be allotted: a whole number, or a fraction below 1")]
    [InlineData("""{"token":"a","owner":"o","lease_seconds":0}""", "the lease must be longer than nothing and at most a day")]
    public async Task A_wrong_wish_is_refused_with_one_sentence(string wish, string says)
    {
        using var driver = new PretendedDriver();
        var (code, output, error) = await RunAsync(driver, wish, "host", "allot");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("haggle-agent: " + says, error, StringComparison.Ordinal);
    }

    private static async Task<HostFactsMessage> FactsAsync(PretendedDriver driver)
    {
        var (code, output, error) = await RunAsync(driver, "", "host", "facts");
        Assert.Equal((0, ""), (code, error));
        return JsonSerializer.Deserialize(output, HostJson.Default.HostFactsMessage)!;
    }

    private static Task<AllotAnswer> AllotAsync(PretendedDriver driver, string wish) => AskAsync(driver, wish, "host", "allot");

    private static async Task<AllotAnswer> AskAsync(PretendedDriver driver, string input, params string[] words)
    {
        var (code, output, error) = await RunAsync(driver, input, words);
        Assert.Equal((0, ""), (code, error));
        return JsonSerializer.Deserialize(output, HostJson.Default.AllotAnswer)!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(PretendedDriver driver, string input, params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "haggle-agent"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var (name, value) in driver.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }
}
