using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Haggle.Testbed.Slurm;

/// <summary>
/// A real Slurm on this host: a controller, two nodes with two pretended GPUs each, three partitions (low: preemptible; high: goes first; short: one minute at
/// most). Everything is a child of this process and goes with it. Needs root, for the nodes start jobs as whoever submits them.
/// </summary>
public sealed class SlurmBed : IAsyncDisposable
{
    private const int PortsNeeded = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Programs = ["slurmctld", "slurmd", "slurmrestd", "sbatch", "munged", "flock", "setpriv"];

    private readonly Process _process;

    private SlurmBed(Process process, string folder, int port) => (_process, Folder, Port) = (process, folder, port);

    /// <summary>The folder with everything of it.</summary>
    public string Folder { get; }

    /// <summary>Slurm's configuration file, for <c>SLURM_CONF</c>.</summary>
    public string Conf => Path.Combine(Folder, "slurm.conf");

    /// <summary>A folder that login and nodes share, as they are one host.</summary>
    public string Shared => Path.Combine(Folder, "shared");

    /// <summary>The address of slurmrestd.</summary>
    public Uri RestAddress => new($"http://127.0.0.1:{Port + 4}");

    private int Port { get; }

    /// <summary>Why there can be no Slurm here, or null when there can.</summary>
    public static string? Lacks()
    {
        if (Environment.UserName != "root") return "needs root: Slurm's nodes start jobs as whoever submits them";
        var places = "/usr/sbin:/sbin:" + Environment.GetEnvironmentVariable("PATH");
        var missing = Programs.Where(program => !places.Split(':').Any(place => File.Exists(Path.Combine(place, program)))).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)} (apt-get install slurmctld slurmd slurmrestd slurm-client slurm-wlm-basic-plugins slurm-wlm-jwt-plugin munge)";
    }

    /// <summary>Starts one and waits until both nodes take jobs.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="settings">What the script takes from its environment: GRACE, KILL_WAIT, MIN_JOB_AGE, SLURMD_TIMEOUT, REST=1.</param>
    public static async Task<SlurmBed> StartAsync(CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        // Sockets' paths are short. The programs run as users of their own, who must get in.
        var folder = $"/tmp/hgsl{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Random.Shared.Next(100, 1000).ToString(CultureInfo.InvariantCulture)}";
        Directory.CreateDirectory(folder);
        var port = Ports.Row(PortsNeeded);
        var start = new ProcessStartInfo("setpriv") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var word in (string[])["--pdeathsig", "TERM", "/bin/sh", Path.Combine(AppContext.BaseDirectory, "Slurm", "slurm-up.sh"), folder, port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(word);
        start.Environment["PATH"] = "/usr/sbin:/sbin:" + Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var bed = new SlurmBed(Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started"), folder, port);
        try
        {
            Directory.CreateDirectory(bed.Shared);
            await bed.AnswerAsync("started", cancellationToken);
            await bed.UntilAsync("both nodes are idle", async () => (await bed.RunAsync("sinfo", cancellationToken, "-h", "-N", "-p", "low", "-o", "%T")).Output.Split('\n').Count(line => line == "idle") == 2, cancellationToken);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends one daemon at once: "ctl", "n1", "n2", "rest".</summary>
    public Task StopAsync(string daemon, CancellationToken cancellationToken) => TellAsync("stop " + daemon, cancellationToken);

    /// <summary>Starts a daemon again.</summary>
    public Task StartAsync(string daemon, CancellationToken cancellationToken) => TellAsync("start " + daemon, cancellationToken);

    /// <summary>Runs one of Slurm's programs.</summary>
    public async Task<(int Code, string Output)> RunAsync(string program, CancellationToken cancellationToken, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["SLURM_CONF"] = Conf;
        start.Environment["SLURM_TIME_FORMAT"] = "%s";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs one of Slurm's programs that must succeed.</summary>
    public async Task<string> OkAsync(string program, CancellationToken cancellationToken, params string[] words)
    {
        var (code, output) = await RunAsync(program, cancellationToken, words);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {code}: {output}");
    }

    /// <summary>Waits for a condition of the cluster.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience;)
        {
            if (await isSo()) return;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"after {Patience.TotalSeconds:0} s still not: {what}\n{Logs()}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task TellAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        await AnswerAsync("done", cancellationToken);
    }

    private async Task AnswerAsync(string wanted, CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
        if (line != wanted) throw new InvalidOperationException($"the script said '{line}', not '{wanted}'\n{Logs()}");
    }

    private string Logs()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.Exists(Path.Combine(Folder, "log")) ? Directory.GetFiles(Path.Combine(Folder, "log")) : [])
            text.Append(CultureInfo.InvariantCulture, $"--- {file}\n{string.Join('\n', File.ReadLines(file).TakeLast(20))}\n");
        return text.ToString();
    }
}
