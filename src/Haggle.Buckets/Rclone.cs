using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Haggle.Buckets;

/// <summary>
/// Starts rclone. Settings and secrets go into its environment, which only its own user can read: never into arguments, never to the disk. Thread-safe.
/// </summary>
/// <param name="program">The program; see <see cref="Find"/>.</param>
/// <param name="variables">What is added to its environment.</param>
/// <param name="time">The clock of time limits.</param>
public sealed class Rclone(string program, IReadOnlyDictionary<string, string> variables, TimeProvider time)
{
    /// <summary>The name under which a command's place is told.</summary>
    public const string Name = "haggle";

    private const int LongestOutput = 64 * 1024 * 1024;
    private const int LongestErrors = 64 * 1024;
    private const int SigTerm = 15;

    // A copy that is told to end takes its half uploads back; that is worth a moment.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    /// <summary>The program on the PATH, or the one that HAGGLE_RCLONE names; null when there is none.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable("HAGGLE_RCLONE") is { Length: > 0 } named
        ? File.Exists(named) ? named : null
        : FindProgram("rclone");

    /// <summary>Where a program of the system is; null when it is not on the PATH.</summary>
    public static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="remote">The place that "haggle:" means.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="onErrorLine">Told each line of its standard error; null when nobody listens.</param>
    /// <param name="limit">When it is ended and counts as unreachable; null for never.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RcloneEnd> RunAsync(
        Remote remote, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, Action<string>? onErrorLine, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var process = Start(remote, arguments);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, both.Token);
            var errors = ReadErrorsAsync(process.StandardError, onErrorLine, both.Token);
            await WriteAsync(process, input, both.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            return new RcloneEnd(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BucketException(StoreTrouble.Unreachable, $"{remote.Shown} has not answered within {limit?.TotalSeconds:0} s");
        }
        finally
        {
            await EndAsync(process).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a command that goes on by itself, for example a mount. The caller ends it.</summary>
    public Process Start(Remote remote, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(arguments);
        var nice = FindProgram("nice");
        var start = new ProcessStartInfo(nice ?? program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // It shares the machine with a training, which goes first.
        foreach (var word in nice is null ? [] : (string[])["-n", "10", program]) start.ArgumentList.Add(word);
        foreach (var word in arguments) start.ArgumentList.Add(word);
        foreach (var word in (string[])["--config=", "--retries=1", "--low-level-retries=3", "--contimeout=15s", "--timeout=60s"]) start.ArgumentList.Add(word);
        Tell(start, remote);
        try
        {
            return Process.Start(start) ?? throw new BucketException(StoreTrouble.NoProgram, RcloneWords.HowToGet);
        }
        catch (Win32Exception)
        {
            throw new BucketException(StoreTrouble.NoProgram, RcloneWords.HowToGet);
        }
    }

    private void Tell(ProcessStartInfo start, Remote remote)
    {
        var environment = start.Environment;
        var ownKeys = !remote.Settings.ContainsKey("env_auth");
        foreach (var name in environment.Keys.Where(name => IsForeign(name, ownKeys)).ToArray())
        {
            // rclone's S3 library refuses this variable; it means the same as the flag.
            if (name == "AWS_CA_BUNDLE" && environment[name] is { Length: > 0 } bundle && remote.Settings["type"] == "s3") start.ArgumentList.Add("--ca-cert=" + bundle);
            environment.Remove(name);
        }

        foreach (var (name, value) in variables) environment[name] = value;
        foreach (var (name, value) in remote.Settings) environment[$"RCLONE_CONFIG_{Name.ToUpperInvariant()}_{name.ToUpperInvariant()}"] = value;
    }

    // What the user has set for other uses of rclone or other accounts must not change what an address means.
    private static bool IsForeign(string name, bool ownKeys) =>
        name.StartsWith("RCLONE_", StringComparison.Ordinal) || name == "AWS_CA_BUNDLE" || (ownKeys && name.StartsWith("AWS_", StringComparison.Ordinal));

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            if (!input.IsEmpty) await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code says why.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            if (all.Length < LongestOutput) all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private static async Task<string> ReadErrorsAsync(StreamReader from, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var all = new StringBuilder();
        while (await from.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            onLine?.Invoke(line);
            if (line.Contains("\"stats\":{", StringComparison.Ordinal)) continue;
            if (all.Length > LongestErrors) all.Remove(0, LongestErrors / 2);
            all.Append(line).Append('\n');
        }

        return all.ToString();
    }

    private async Task EndAsync(Process process)
    {
        if (process.HasExited) return;
        _ = Kill(process.Id, SigTerm);
        using var patience = new CancellationTokenSource(EndPatience, time);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited) process.Kill();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
