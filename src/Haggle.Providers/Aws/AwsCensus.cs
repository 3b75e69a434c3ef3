using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Providers.Aws;

/// <summary>Says which machines there are, by EC2's own word: state, how they were bought, when they began and ended, and at which price.</summary>
internal sealed partial class AwsCensus(Ec2Client ec2, AwsPrices prices, Func<string, double?> acceleratorsOf, TimeProvider time)
{
    /// <summary>A spot machine that AWS takes back within its first hour costs nothing (EC2 user guide, "Billing for interrupted Spot Instances"; read 2026-11).</summary>
    private static readonly TimeSpan FreeWithin = TimeSpan.FromHours(1);

    // EC2's list is put together of copies that are not equally fresh: a state that was seen is not taken back.
    private readonly ConcurrentDictionary<string, MachineFact> _last = new();

    // EC2 says in words when a machine ended; the few that it does not say it of end when we saw it first, and stay there.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seenGone = new();

    /// <summary>The machines of an owner in a region, the gone ones for as long as EC2 tells of them (about an hour).</summary>
    public async Task<IReadOnlyList<MachineFact>> FactsAsync(string region, OwnerId owner, CancellationToken cancellationToken)
    {
        var reservations = await ec2.ListAsync(region, () => new Ec2Form("DescribeInstances").Add("MaxResults", 1000).Filter(("tag:" + AwsTags.Owner, owner.Value)), "reservationSet", cancellationToken).ConfigureAwait(false);
        var facts = new List<MachineFact>();
        foreach (var instance in AwsLaunch.Instances(reservations))
            if (instance.Tag(AwsTags.Token) is { Length: > 0 } token) facts.Add(Newest(await FactAsync(region, instance, token, cancellationToken).ConfigureAwait(false)));
        return facts;
    }

    private async Task<MachineFact> FactAsync(string region, Ec2Node instance, string token, CancellationToken cancellationToken)
    {
        var (id, type, reason) = (instance["instanceId"].Text, instance["instanceType"].Text, instance["stateReason"]["code"].Text);
        var isSpot = instance["instanceLifecycle"].Text == "spot";
        var status = Status(instance["instanceState"]["name"].Text);
        var reclaimed = IsReclaim(reason) && status >= MachineStatus.Ending;

        // Pending is not billed, and a machine that never got further (no capacity, a disk that failed) never is.
        var began = status == MachineStatus.Pending || IsStillborn(reason) ? null : instance["launchTime"].Time;
        DateTimeOffset? ended = status == MachineStatus.Gone && began is { } begin ? Later(begin, EndOf(instance) ?? _seenGone.GetOrAdd(id, _ => time.GetUtcNow())) : null;
        return new MachineFact
        {
            Machine = new AwsMachineName(region, id).Id,
            Token = new LaunchToken(token),
            Status = status,
            Reclaimed = reclaimed,
            Address = instance["privateIpAddress"].Text,
            BilledFrom = began,
            BilledTo = ended,
            Rates = began is { } from ? [.. await RatesAsync(region, instance, isSpot, from, ended, reclaimed, cancellationToken).ConfigureAwait(false)] : [],
            InstanceType = type,
            Purchase = isSpot ? Purchase.Spot : Purchase.OnDemand,
            AcceleratorCount = acceleratorsOf(type) ?? 0,
        };
    }

    private async Task<IEnumerable<RateChange>> RatesAsync(string region, Ec2Node instance, bool isSpot, DateTimeOffset from, DateTimeOffset? to, bool reclaimed, CancellationToken cancellationToken)
    {
        var wanted = AwsTags.RateOf(instance);
        if (!isSpot) return [new RateChange(from, wanted ?? HourlyRate.Free)];
        var history = await prices.HistoryAsync(region, instance["instanceType"].Text, instance["placement"]["availabilityZone"].Text, from, to, cancellationToken).ConfigureAwait(false);
        return history.Of(from, to, history.At(from) ?? wanted ?? HourlyRate.Free, reclaimed && to is { } end && end - from < FreeWithin);
    }

    private MachineFact Newest(MachineFact fact) => _last.AddOrUpdate(fact.Machine.Value, fact, (_, last) => fact.Status < last.Status || (last.Reclaimed && !fact.Reclaimed) ? last : fact);

    internal static MachineStatus Status(string state) => state switch
    {
        "pending" => MachineStatus.Pending,
        "running" => MachineStatus.Running,
        "terminated" => MachineStatus.Gone,

        // A machine that is stopped or hibernated does nothing for us and its disk still costs: it is on its way out.
        _ => MachineStatus.Ending,
    };

    /// <summary>Whether AWS took it, whatever it calls that.</summary>
    internal static bool IsReclaim(string reason) => reason is "Server.SpotInstanceTermination" or "Server.SpotInstanceShutdown" or "Server.SpotInstanceStop" or "Server.ScheduledStop";

    private static bool IsStillborn(string reason) => reason is "Server.InsufficientInstanceCapacity" or "Client.VolumeLimitExceeded" or "Client.InvalidSnapshot.NotFound" or "Server.InternalError" or "Client.InternalError" or "Client.InstanceTerminated";

    // "User initiated (2026-11-21 17:54:19 GMT)", "Service initiated (...)".
    private static DateTimeOffset? EndOf(Ec2Node instance) =>
        Parenthesis().Match(instance["reason"].Text) is { Success: true } match
        && DateTimeOffset.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    [GeneratedRegex(@"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?:GMT|UTC)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Parenthesis();
}
