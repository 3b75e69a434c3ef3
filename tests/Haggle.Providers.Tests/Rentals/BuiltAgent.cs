using Haggle.Testbed;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>The agent as it was built beside these tests, as one file.</summary>
internal static class BuiltAgent
{
    /// <summary>Where it is; skips the test where it is not built.</summary>
    public static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.GetFullPath(Path.Combine(here.FullName, "..", "..", "Haggle.Agent", here.Name, "haggle-agent"));
        if (!File.Exists(built)) Assert.Skip("the agent is not built beside these tests (dotnet build src/Haggle.Agent)");
        return built;
    }

    /// <summary>One file that starts it.</summary>
    public static async Task<string> WrapAsync(SshSite site, string built, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return await WriteAsync(Path.Combine(site.Folder, "haggle-agent"), $"#!/bin/sh\nDOTNET_ROOT={root} exec {built} \"$@\"\n", cancellationToken);
    }

    public static async Task<string> WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\n"), cancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
