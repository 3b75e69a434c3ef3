using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haggle.Testbed.Slurm;

/// <summary>
/// A real Slurm on this host: a controller, two nodes with two pretended GPUs each, four partitions (low: preemptible with notice; now: without; high: goes
/// first; short: one minute at most). Everything is a child of this process and goes with it. Needs root, for the nodes start jobs as whoever submits them.
/// </summary>
public sealed class SlurmBed : IAsyncDisposable
{
    private const int PortsNeeded = 8;
    private const int RestPort = 4;
    private const int LogLinesMax = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Programs = ["slurmctld", "slurmd", "slurmrestd", "sbatch", "munged", "flock", "setpriv"];

    private readonly Process _script;
    private readonly Ports _ports;

    private SlurmBed(Process script, string folder, Ports ports) => (_script, Folder, _ports) = (script, folder, ports);

    /// <summary>The folder with everything of it.</summary>
    public string Folder { get; }

    /// <summary>Slurm's configuration file, for <c>SLURM_CONF</c>.</summary>
    public string Conf => Path.Combine(Folder, "slurm.conf");

    /// <summary>A folder that login and nodes share, as they are one host.</summary>
    public string Shared => Path.Combine(Folder, "shared");

    /// <summary>The address of slurmrestd.</summary>
    public Uri RestAddress => new($"http://127.0.0.1:{_ports.First + RestPort}");

    /// <summary>Why there can be no Slurm here, or null when there can.</summary>
    public static string? Lacks()
    {
        if (Environment.UserName != "root") return "needs root: Slurm's nodes start jobs as whoever submits them";
        var places = "/usr/sbin:/sbin:" + Environment.GetEnvironmentVariable("PATH");
        var missing = Programs.Where(program => !places.Split(':').Any(place => File.Exists(Path.Combine(place, program)))).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)} (apt-get install slurmctld slurmd slurmrestd slurm-client slurm-wlm-basic-plugins slurm-wlm-jwt-plugin munge)";
    }

    /// <summary>Starts one and waits until the controller answers and both nodes take jobs.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="settings">What the script takes from its environment: GRACE, KILL_WAIT, MIN_JOB_AGE, SLURMD_TIMEOUT, REST=1.</param>
    public static async Task<SlurmBed> StartAsync(CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        // Sockets' paths are short, and so is this one. The script lets the programs in that run as users of their own, and removes the folder in the end.
        var folder = Directory.CreateTempSubdirectory("hgsl").FullName;
        var ports = Ports.Reserve(PortsNeeded);

        // No parent-death signal here: Linux sends it when the thread ends that started the child, and that is one of the pool. The script lives as long as
        // its input is open, which is as long as this process.
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "Slurm", "slurm-up.sh"), folder, ports.First.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = "/usr/sbin:/sbin:" + Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var bed = new SlurmBed(Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started"), folder, ports);
        try
        {
            Directory.CreateDirectory(bed.Shared);
            await bed.AnswerAsync("started", cancellationToken);
            if (settings.Contains(("REST", "1"))) await bed.UntilUpAsync("rest", cancellationToken);
            foreach (var daemon in (string[])["ctl", "n1", "n2"]) await bed.UntilUpAsync(daemon, cancellationToken);
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

    /// <summary>Starts a daemon again, and waits until it does its work: the controller answers, the node takes jobs.</summary>
    public async Task StartAsync(string daemon, CancellationToken cancellationToken)
    {
        await TellAsync("start " + daemon, cancellationToken);
        await UntilUpAsync(daemon, cancellationToken);
    }

    /// <summary>
    /// Waits until the controller has written down what is so now: it writes some seconds after a change, and one that dies before that starts with an older state.
    /// </summary>
    public async Task SavedAsync(CancellationToken cancellationToken)
    {
        // A writing that is under way may have begun before; the one after it did not.
        for (var i = 0; i < 2; i++)
        {
            var before = File.GetLastWriteTimeUtc(Path.Combine(Folder, "state", "job_state"));
            await OkAsync("sbatch", cancellationToken, "--hold", "-J", "mark", "-o", "/dev/null", "--wrap", "true");
            await UntilAsync("the state is saved", () => Task.FromResult(File.GetLastWriteTimeUtc(Path.Combine(Folder, "state", "job_state")) != before), cancellationToken);
        }
    }

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
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new InvalidOperationException($"{program} {string.Join(' ', words)} takes longer than {Patience.TotalSeconds:0} s\n{Logs()}");
        }

        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs one of Slurm's programs that must succeed.</summary>
    public async Task<string> OkAsync(string program, CancellationToken cancellationToken, params string[] words)
    {
        var (code, output) = await RunAsync(program, cancellationToken, words);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {code}: {output}\n{Logs()}");
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

    /// <summary>Which daemons live, and the last lines of all logs.</summary>
    public string Logs()
    {
        var text = new StringBuilder(_script.HasExited ? $"the script ended with {_script.ExitCode}\n" : "");
        foreach (var file in FilesOf("pids")) text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {(IsAlive(Path.GetFileName(file)) ? "lives" : "is DEAD")}\n");
        foreach (var file in FilesOf("log").Append(Path.Combine(Folder, "munge", "munged.log")).Where(file => File.Exists(file) && new FileInfo(file).Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"--- {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(LogLinesMax))}\n");
        return text.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        try
        {
            await _script.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
        _ports.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private Task UntilUpAsync(string daemon, CancellationToken cancellationToken) => UntilAsync($"{daemon} does its work", async () =>
    {
        if (!IsAlive(daemon)) throw new InvalidOperationException($"{daemon} died as soon as it was started\n{Logs()}");
        return daemon switch
        {
            "ctl" => (await RunAsync("scontrol", cancellationToken, "ping")).Code == 0,
            "rest" => await ListensAsync(cancellationToken),
            _ => (await RunAsync("sinfo", cancellationToken, "-h", "-n", daemon, "-p", "low", "-o", "%T")).Output.Trim() == "idle",
        };
    }, cancellationToken);

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", RestAddress.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // One that died stays a zombie until the script asks after it.
    private bool IsAlive(string daemon)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{File.ReadAllText(Path.Combine(Folder, "pids", daemon)).Trim()}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string[] FilesOf(string part) => Directory.Exists(Path.Combine(Folder, part)) ? Directory.GetFiles(Path.Combine(Folder, part)) : [];

    private async Task TellAsync(string line, CancellationToken cancellationToken)
    {
        if (_script.HasExited) throw new InvalidOperationException($"the cluster is gone, and cannot {line}\n{Logs()}");
        await _script.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _script.StandardInput.FlushAsync(cancellationToken);
        await AnswerAsync("done", cancellationToken);
    }

    private async Task AnswerAsync(string wanted, CancellationToken cancellationToken)
    {
        try
        {
            var line = await _script.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
            if (line != wanted) throw new InvalidOperationException($"the script said '{line}', not '{wanted}'\n{Logs()}");
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"the script does not say '{wanted}'\n{Logs()}");
        }
    }
}
