using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Local;

/// <summary>Makes machines. The caller holds the root's lock.</summary>
internal sealed class LocalLaunch(string root, ImmutableArray<string> agentCommand, MachineLimits limits, TimeProvider time)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartRetry = TimeSpan.FromMilliseconds(1);

    public void MakeRoot() => Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>
    /// Finds the machine of a token again and finishes what a launch that was cut off has begun. False: there is none.
    /// </summary>
    public async Task<bool> ResumeAsync(LaunchToken token, MachineFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Record() is not { } record) return false;
        var started = folder.Agent() is not null;
        if (started || folder.End() is not null || folder.IsGone || !MarkedProcesses.Scan([]).Of(token.Value).IsEmpty) return true;
        await StartAsync(token, folder, Number(record.Address), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes a machine: everything is on disk before the agent is started, the record last.</summary>
    public async Task<LaunchOutcome> BeginAsync(LaunchRequest request, MachineFolder folder, CancellationToken cancellationToken)
    {
        RequireAgent();
        var now = time.GetUtcNow();
        var taken = new MachineFolders(root).Live().Select(each => each.Record.Address).ToHashSet(StringComparer.Ordinal);
        if (LoopbackAddresses.SmallestFree(taken) is not { } address)
            return new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(1), "every address of this machine is taken");
        folder.Make();
        folder.WriteAgentConfiguration(request.AgentConfiguration.Span);
        if (request.Rehearsal is { } rehearsal && ReclaimSchedule.For(rehearsal, request.Quote.Offer, now) is { } reclaim) folder.Write(reclaim);
        folder.Write(Record(request, address, now));
        await StartAsync(request.Token, folder, Number(address), cancellationToken).ConfigureAwait(false);
        return new LaunchOutcome.Launched(folder.Machine);
    }

    private async Task StartAsync(LaunchToken token, MachineFolder folder, int number, CancellationToken cancellationToken)
    {
        RequireAgent();
        folder.ForgetStart();
        var group = limits.MakeGroup(folder.Machine);
        var words = limits.Prefix(group, number, HostFacts.AllowedCpus());
        using var process = AgentStart.Begin(LocalPrices.Provider, folder, token, group, [.. words, .. agentCommand, "run", "--home", folder.Path]);

        // From then on the machine is known by its process id. If that never comes, the list says so in time.
        var began = time.GetTimestamp();
        while (folder.Agent() is null && !process.HasExited && time.GetElapsedTime(began) < StartPatience)
            await Task.Delay(StartRetry, time, cancellationToken).ConfigureAwait(false);
    }

    private void RequireAgent()
    {
        if (Path.IsPathRooted(agentCommand[0]) && !File.Exists(agentCommand[0]))
            throw new ProviderException(LocalPrices.Provider, $"the agent {agentCommand[0]} is missing; build or install Haggle again", isTransient: false);
    }

    private static MachineRecord Record(LaunchRequest request, string address, DateTimeOffset now) => new()
    {
        Token = request.Token.Value,
        Owner = request.Owner.Value,
        Run = request.Run.Value,
        Epoch = request.Epoch,
        Rank = request.Rank,
        Offer = request.Quote.Offer.Key.Value,
        InstanceType = request.Quote.Offer.InstanceType,
        Purchase = request.Quote.Offer.Purchase.ToString(),
        AcceleratorCount = request.Quote.Offer.AcceleratorCount,
        PriceNanoUsdPerHour = request.Quote.Rate.PerHour.NanoUsd,
        Address = address,
        BilledFrom = now,
    };

    // The last part of the address numbers the live machines well enough to spread them over the CPUs.
    private static int Number(string address) =>
        int.Parse(address.AsSpan(address.LastIndexOf('.') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
