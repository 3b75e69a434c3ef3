using System.Diagnostics;
using Haggle.Bench.Harness;
using Haggle.Testbed;

namespace Haggle.Bench.Ssh;

/// <summary>OpenSSH's own programs on a computer of the site, over one shared connection: what everything else is compared with.</summary>
internal sealed class SshWay(SshSite site, SshComputer computer) : IAsyncDisposable
{
    private string Control => Path.Combine(site.Folder, "bench-" + computer.Name);

    /// <summary>The options that use the shared connection.</summary>
    private string[] Shared => ["-F", site.Configuration, "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", $"ControlPath={Control}"];

    /// <summary>Opens the shared connection.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        RunAsync("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", "ssh", .. Shared, "-o", "ControlMaster=auto", "-o", "ControlPersist=600", computer.Name, "true"], cancellationToken);

    /// <summary>Runs a command line there, over the shared connection or over one of its own.</summary>
    public Task RunAsync(string line, bool isShared, CancellationToken cancellationToken) =>
        RunAsync("ssh", [.. isShared ? Array.Empty<string>() : ["-o", "ControlPath=none"], .. Shared, computer.Name, line], cancellationToken);

    /// <summary>Copies a file there over the shared connection.</summary>
    public Task CopyAsync(string file, string to, CancellationToken cancellationToken) =>
        RunAsync("scp", ["-q", .. Shared, file, $"{computer.Name}:{to}"], cancellationToken);

    /// <summary>Runs a command line there and counts what it prints.</summary>
    public async Task<long> CountAsync(string line, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Started.With("ssh", [.. Shared, computer.Name, line], new Dictionary<string, string>())) ?? throw new InvalidOperationException("ssh cannot be started");
        var buffer = new byte[1 << 20];
        long bytes = 0;
        for (int count; (count = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken)) > 0;) bytes += count;
        await process.WaitForExitAsync(cancellationToken);
        return bytes;
    }

    public async ValueTask DisposeAsync() => await RunAsync("/bin/sh", ["-c", "ssh \"$@\" 2>/dev/null; :", "sh", .. Shared, "-O", "exit", computer.Name], CancellationToken.None);

    /// <summary>How long something takes.</summary>
    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var from = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(from);
    }

    private static Task RunAsync(string program, string[] words, CancellationToken cancellationToken) =>
        Started.ToEndAsync(program, words, new Dictionary<string, string>(), cancellationToken);
}
