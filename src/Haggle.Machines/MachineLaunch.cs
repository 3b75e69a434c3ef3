using System.Collections.Immutable;
using Haggle.Wire.Hosts;

namespace Haggle.Machines;

/// <summary>Makes machines. The caller holds the root's lock.</summary>
internal sealed class MachineLaunch(string root, ImmutableArray<string> agentCommand, MachineLimits limits, TimeProvider time)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartRetry = TimeSpan.FromMilliseconds(1);

    // Clocks of computers that keep time are this close; what is less is the way that the wish took.
    private static readonly TimeSpan ClocksAgree = TimeSpan.FromSeconds(5);

    public void MakeRoot() => Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>
    /// Finds the machine of a token again and finishes what a launch that was cut off has begun. False: there is none.
    /// </summary>
    public async Task<bool> ResumeAsync(string token, MachineFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Record() is not { } record) return false;
        var started = folder.Agent() is not null;
        if (started || folder.End() is not null || folder.IsGone || !MarkedProcesses.Scan([]).Of(token).IsEmpty) return true;
        await StartAsync(token, folder, Number(record.Address), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes a machine: everything is on disk before the agent is started, the record last. False: every address is taken.</summary>
    public async Task<bool> BeginAsync(MachineWish wish, MachineFolder folder, CancellationToken cancellationToken)
    {
        RequireAgent();
        var taken = new MachineFolders(root).Live().Select(each => each.Record.Address).ToHashSet(StringComparer.Ordinal);
        if (LoopbackAddresses.SmallestFree(taken) is not { } address) return false;
        folder.Make();
        folder.WriteAgentConfiguration(wish.AgentConfiguration);
        if (wish.Reclaim is { } reclaim) folder.Write(reclaim);
        folder.Write(Record(wish, address, time.GetUtcNow()));
        await StartAsync(wish.Token, folder, Number(address), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task StartAsync(string token, MachineFolder folder, int number, CancellationToken cancellationToken)
    {
        RequireAgent();
        folder.ForgetStart();
        var group = limits.MakeGroup(folder.Machine);
        var words = limits.Prefix(group, number, AllowedCpus.Read());
        using var process = AgentStart.Begin(folder, token, group, [.. words, .. agentCommand, "run", "--home", folder.Path]);

        // From then on the machine is known by its process id. If that never comes, the list says so in time.
        var began = time.GetTimestamp();
        while (folder.Agent() is null && !process.HasExited && time.GetElapsedTime(began) < StartPatience)
            await Task.Delay(StartRetry, time, cancellationToken).ConfigureAwait(false);
    }

    private void RequireAgent()
    {
        if (Path.IsPathRooted(agentCommand[0]) && !File.Exists(agentCommand[0]))
            throw new MachineFault($"the agent {agentCommand[0]} is missing; build or install Haggle again", isTransient: false);
    }

    private static MachineRecord Record(MachineWish wish, string address, DateTimeOffset now) => new()
    {
        Token = wish.Token,
        Owner = wish.Owner,
        Run = wish.Run,
        Epoch = wish.Epoch,
        Rank = wish.Rank,
        Offer = wish.Offer,
        InstanceType = wish.InstanceType,
        Purchase = wish.Purchase,
        AcceleratorCount = wish.AcceleratorCount,
        PriceNanoUsdPerHour = wish.PriceNanoUsdPerHour,
        Address = address,
        BilledFrom = wish.Now,
        ClockAheadSeconds = (wish.Now - now).Duration() > ClocksAgree ? (wish.Now - now).TotalSeconds : 0,
        Boot = HostBoot.Name(),
    };

    // The last part of the address numbers the live machines well enough to spread them over the CPUs.
    private static int Number(string address) =>
        int.Parse(address.AsSpan(address.LastIndexOf('.') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
