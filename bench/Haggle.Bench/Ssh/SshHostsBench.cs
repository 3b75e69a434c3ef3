using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haggle.Bench.Harness;
using Haggle.Core.Pools;
using Haggle.Providers.Hosts;
using Haggle.Providers.Ssh;
using Haggle.Testbed;

namespace Haggle.Bench.Ssh;

/// <summary>
/// Two hundred hosts behind one provider of SSH machines, asked for their lists in the server's rhythm: what that costs in memory and CPU, how soon a host whose
/// network is cut is known to be lost, and whether any is taken for lost on a network that loses every fifth packet.
/// </summary>
internal sealed class SshHostsBench : IBenchmark
{
    private const int Hosts = 200;
    private const int Lost = 5;
    private const double GoalLostSeconds = 20;

    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lossy = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public string Name => "ssh-hosts";

    public string What => $"{Hosts} hosts that are reached over SSH, kept by one provider: memory, CPU, how soon a lost one is noticed, and false alarms at 20 % packet loss.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) throw new InvalidOperationException(obstacle);
        await using var site = await SshSite.MakeAsync(cancellationToken);
        var agent = Path.Combine(place.Root, ".build", "agent", "haggle-agent");
        var computer = await site.AddAsync("gpu", Options(site), cancellationToken);
        await Tool.RunAsync("ip", ["route", "add", NetworkOf(site) + ".0/24", "via", computer.Address], cancellationToken);
        await FurnishAsync(site, computer, agent, cancellationToken);
        var client = new SshSettings { Folder = Path.Combine(place.Temporary, "ssh"), ConfigurationFile = site.Configuration };
        var pool = Enumerable.Range(0, Hosts).Select(i => new PoolMachine { Name = NameOf(i), Host = AddressOf(site, i) }).ToImmutableArray();
        await using var provider = new SshProvider(new SshPoolSettings { Machines = () => pool, Client = client, AgentFile = agent }, TimeProvider.System);
        var watch = new HostsWatch(provider);
        var before = HostsCost.Now(client.Folder);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = watch.KeepAsync(provider.Traits.ListEvery, over.Token);
        try
        {
            return await MeasureAsync(site, computer, client, watch, before, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<Report> MeasureAsync(SshSite site, SshComputer computer, SshSettings client, HostsWatch watch, HostsCost before, CancellationToken cancellationToken)
    {
        var report = new Report("what", "value");
        var reached = await SshWay.TimeAsync(() => UntilAsync(() => watch.Reached == Hosts, "all hosts are reached", watch, cancellationToken));
        report.Row($"from nothing to all {Hosts} hosts reached", Text.Time(reached.TotalNanoseconds));
        report.Row("taken for lost while all came at once", watch.Losses.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
        watch.Forget();

        var (from, rounds) = (HostsCost.Now(client.Folder), watch.Rounds);
        await Task.Delay(Calm, TimeProvider.System, cancellationToken);
        var to = HostsCost.Now(client.Folder);
        var cpu = (to.OwnCpu + to.ClientCpu - from.OwnCpu - from.ClientCpu) / Calm.TotalSeconds;
        var lists = watch.Rounds - rounds;
        report.Row("lists of all hosts a minute", lists.ToString(CultureInfo.InvariantCulture));
        report.Row("CPU of one list of all hosts", Text.Time(cpu * Calm.TotalSeconds / Math.Max(1, lists) * 1e9));
        report.Row("memory of this process, beyond that without hosts", $"{Text.MiB(to.OwnBytes - before.OwnBytes)} ({Text.KB((to.OwnBytes - before.OwnBytes) / Hosts)} a host)");
        report.Row($"memory of the {to.Clients} ssh clients (proportional share)", $"{Text.MiB(to.ClientBytes)} ({Text.MiB(to.ClientBytes / Hosts)} a host)");
        report.Row("CPU of this process", string.Create(CultureInfo.InvariantCulture, $"{(to.OwnCpu - from.OwnCpu) / Calm.TotalSeconds * 100:0.0} % of one core"));
        report.Row("CPU of the ssh clients", string.Create(CultureInfo.InvariantCulture, $"{(to.ClientCpu - from.ClientCpu) / Calm.TotalSeconds * 100:0.0} % of one core"));
        report.Goal(watch.Losses == 0, $"no host taken for lost in {Calm.TotalMinutes:0} minute without faults: {watch.Losses}");

        var noticed = await CutAsync(site, computer, watch, cancellationToken);
        report.Row($"network of {Lost} hosts cut -> known to be lost", $"{Text.Time(noticed.Median)}, at most {Text.Time(noticed.Most)}");
        report.Goal(noticed.Most <= GoalLostSeconds * 1e9, $"a lost host is noticed within {GoalLostSeconds:0} s: {Text.Time(noticed.Most)} at most");
        await UntilAsync(() => watch.Reached == Hosts, "all hosts are reached again", watch, cancellationToken);

        watch.Forget();
        foreach (var way in (string[])["INPUT", "OUTPUT"]) await FirewallAsync(computer, ["-A", way, "-m", "statistic", "--mode", "random", "--probability", "0.2", "-j", "DROP"], cancellationToken);
        await Task.Delay(Lossy, TimeProvider.System, cancellationToken);
        var hours = Hosts * Lossy.TotalHours;
        report.Row("20 % of packets lost in each direction", string.Create(CultureInfo.InvariantCulture, $"{hours:0.0} hours of hosts, {watch.Losses} taken for lost"));
        report.Goal(watch.Losses == 0, string.Create(CultureInfo.InvariantCulture, $"no false loss in an hour of 20 % packet loss: {watch.Losses} in {hours:0.0} hours ({Hosts} hosts for {Lossy.TotalMinutes:0} minutes, on the real clock)"));
        report.Remarks.Add($"The hosts are {Hosts} addresses of one sshd in a network namespace, each with a home folder, an agent and a connection of its own; the agent is there already. What a server does with hosts that have no work is done here in the benchmark's process: the provider's list of machines every 5 s. The agents' and sshd's own cost is the hosts', not counted.");
        report.Remarks.Add("Cut is an address's traffic, dropped in both directions without a word, as when a cable is pulled. Packets are lost at random by the namespace's firewall, on the way in and on the way out.");
        return report;
    }

    /// <summary>Drops everything of some hosts, measures when each is known to be lost, and lets it through again.</summary>
    private static async Task<Samples> CutAsync(SshSite site, SshComputer computer, HostsWatch watch, CancellationToken cancellationToken)
    {
        var noticed = new Samples("noticed");
        for (var i = 0; i < Lost; i++)
        {
            var (name, address) = (NameOf(i * (Hosts / Lost)), AddressOf(site, i * (Hosts / Lost)));
            await FirewallAsync(computer, ["-A", "INPUT", "-d", address, "-j", "DROP"], cancellationToken);
            await FirewallAsync(computer, ["-A", "OUTPUT", "-s", address, "-j", "DROP"], cancellationToken);
            noticed.Add(await SshWay.TimeAsync(() => UntilAsync(() => watch.IsLost(name), $"{name} is known to be lost", watch, cancellationToken)));
            await FirewallAsync(computer, ["-F"], cancellationToken);
            await UntilAsync(() => !watch.IsLost(name), $"{name} is reached again", watch, cancellationToken);
        }

        return noticed;
    }

    private static Task FirewallAsync(SshComputer computer, string[] rule, CancellationToken cancellationToken) =>
        Tool.RunAsync("ip", ["netns", "exec", computer.Namespace, "iptables", "-w", .. rule], cancellationToken);

    private static async Task UntilAsync(Func<bool> isSo, string what, HostsWatch watch, CancellationToken cancellationToken)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(from) > Patience) throw new TimeoutException($"it did not come about within {Patience.TotalMinutes:0} minutes that {what}; {watch.Reached} of {Hosts} hosts are reached; {watch.Reasons()}");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"h{number:000}");

    private static string AddressOf(SshSite site, int number) => string.Create(CultureInfo.InvariantCulture, $"{NetworkOf(site)}.{number + 1}");

    // A network that no site uses: theirs begin with 10.64 to 10.127.
    private static string NetworkOf(SshSite site)
    {
        var parts = site.Network.Split('.');
        return string.Create(CultureInfo.InvariantCulture, $"10.{int.Parse(parts[1], CultureInfo.InvariantCulture) + 64}.{parts[2]}");
    }

    private static SshComputerOptions Options(SshSite site)
    {
        var matches = new StringBuilder();
        for (var i = 0; i < Hosts; i++) matches.Append(CultureInfo.InvariantCulture, $"Match LocalAddress {AddressOf(site, i)}\n  SetEnv HOME=/root/{NameOf(i)}\n");
        return new SshComputerOptions { SshdLines = "MaxStartups 1000\nLoginGraceTime 120\n", SshdMatches = matches.ToString() };
    }

    /// <summary>Gives each host a home folder in which the agent is already.</summary>
    private static async Task FurnishAsync(SshSite site, SshComputer computer, string agent, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(agent);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        var first = Path.Combine(computer.Home, "agent");
        File.Copy(agent, first);
        File.SetUnixFileMode(first, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await computer.InsideAsync($"for i in $(seq -w 0 {Hosts - 1}); do mkdir -p h$i/.haggle-agent/{hash} && ln agent h$i/.haggle-agent/{hash}/haggle-agent || exit 1; ip addr add {NetworkOf(site)}.$((1$i-999))/32 dev lo || exit 1; done", cancellationToken);
    }
}
