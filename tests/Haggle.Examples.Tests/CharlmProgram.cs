using System.Text;
using Charlm;

namespace Haggle.Examples.Tests;

/// <summary>The example, built by its own script from a copy of its folder, as on a rented machine. Built once, then found in the cache.</summary>
public sealed class CharlmProgram : IAsyncLifetime
{
    // Small enough for seconds, slow enough that a signal arrives in the middle.
    private static readonly string[] Flags =
        ["--steps", "1600", "--batch", "64", "--hidden", "64", "--embedding", "16", "--checkpoint-every", "40", "--report-every", "20", "--sample", "60"];

    private readonly Scratch _scratch = new();

    internal string Corpus => _scratch.Path("text.md");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Corpus, Sentences(4000));

        // Two machines set up at the same moment must not disturb one another.
        var builds = new[] { BuildAsync("one"), BuildAsync("two") };
        await Task.WhenAll(builds);
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Training Train(string checkpoints, IEnumerable<string> more, params (string Name, string Value)[] environment) => Training.Start(
        _scratch.Path("one"), "dotnet", ["built/charlm.dll", .. Flags, .. more, Corpus], [("HAGGLE_CHECKPOINT_DIR", checkpoints), .. environment]);

    internal Training TrainUnderHaggle(string checkpoints) => Train(checkpoints, [], ("HAGGLE_RUN_ID", "test"));

    /// <summary>Text with something to learn: sentences of a few words in a fixed grammar, the same every time.</summary>
    internal static string Sentences(int count)
    {
        string[] who = ["the planner", "a machine", "the agent", "one run"], does = ["keeps", "finds", "loses", "saves"];
        string[] what = ["a checkpoint", "the cheap offer", "its lease", "every cent"];
        var random = new SplitMix(5);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append($"{who[random.Below(4)]} {does[random.Below(4)]} {what[random.Below(4)]}.\n");
        return text.ToString();
    }

    private async Task BuildAsync(string machine)
    {
        var folder = _scratch.Path(machine);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Repository.Path("examples", "charlm"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        using var build = Training.Start(folder, "/bin/sh", ["build.sh"], ("HAGGLE_CACHE_DIR", Repository.Path("artifacts", "examples")));
        var (code, complaints) = await build.EndAsync();
        Assert.True(code == 0, complaints);
    }
}
