using System.Diagnostics;

namespace Haggle.Pages.Tests;

/// <summary>One report of each kind, written by the command line in a state folder of their own.</summary>
public sealed class Reports : IAsyncLifetime
{
    private static readonly Dictionary<string, string[]> Commands = new(StringComparer.Ordinal)
    {
        ["plan"] = ["plan", "examples/cats-vs-dogs/task.yaml"],
        ["own"] = ["own", "--gpus", "4x\"RTX 2080 Ti\"", "--hours-per-week", "100"],
        ["compare"] = ["compare", "examples/cats-vs-dogs/results.csv"],
        ["simulate"] = ["simulate", "--work", "8h", "--within", "12h", "--starts", "4"],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("hg").FullName;

    public static IEnumerable<string> Kinds => Commands.Keys;

    public string File(string kind) => Path.Combine(_folder, kind + ".html");

    public async ValueTask InitializeAsync()
    {
        foreach (var (kind, words) in Commands)
        {
            var start = new ProcessStartInfo(Path.Combine(Root(), "haggle"), [.. words, "--html", File(kind)]) { WorkingDirectory = Root(), RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["HAGGLE_HOME"] = Path.Combine(_folder, "state");
            using var command = Process.Start(start) ?? throw new InvalidOperationException("not started");
            var (output, error) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
            await command.WaitForExitAsync();
            Assert.True(command.ExitCode == 0, $"haggle {string.Join(' ', words)} ended with {command.ExitCode}\n{await output}\n{await error}");
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Root()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(above.FullName, "Haggle.slnx"))) return above.FullName;
        }

        throw new InvalidOperationException("Haggle.slnx was not found above " + AppContext.BaseDirectory);
    }
}
