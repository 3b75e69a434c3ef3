using System.Globalization;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>Finds everything that bears our tags, in every region that may be used, and removes what it is told to.</summary>
/// <param name="account">The account.</param>
public sealed class AwsSweep(AwsAccount account)
{
    /// <summary>A GB of gp3 for a month (EC2 price list, us-east-1, 2026-11; other regions take up to a third more).</summary>
    private static readonly Money DiskMonth = Money.FromUsd(0.08m);

    /// <summary>An hour of a public address (AWS, "Public IPv4 address charge", since 2024-02).</summary>
    private static readonly HourlyRate AddressHour = HourlyRate.FromUsd(0.005m);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private const int DaysOfMonth = 30;

    /// <summary>Everything of ours.</summary>
    /// <exception cref="ProviderException">A region does not answer: nobody may think that it is empty.</exception>
    public async Task<IReadOnlyList<Leftover>> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var regions = await Task.WhenAll(account.Settings.Regions.Select(region => FindAsync(region, cancellationToken))).ConfigureAwait(false);
            return [.. regions.SelectMany(each => each)];
        }
        catch (AwsError error)
        {
            throw new ProviderException(AwsCaller.Provider, $"the account cannot be looked through: {error.Message}", error.Status >= 500, error);
        }
    }

    /// <summary>Removes something. What is gone already is a success.</summary>
    /// <exception cref="ProviderException">It cannot be removed.</exception>
    public async Task RemoveAsync(Leftover leftover, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leftover);
        var form = leftover.Kind switch
        {
            "machine" => new Ec2Form("TerminateInstances").List("InstanceId", [leftover.Id]),
            "disk" => new Ec2Form("DeleteVolume").Add("VolumeId", leftover.Id),
            "address" => new Ec2Form("ReleaseAddress").Add("AllocationId", leftover.Id),
            "spot request" => new Ec2Form("CancelSpotInstanceRequests").List("SpotInstanceRequestId", [leftover.Id]),
            "key" => new Ec2Form("DeleteKeyPair").Add("KeyName", leftover.Id),
            "security group" => new Ec2Form("DeleteSecurityGroup").Add("GroupId", leftover.Id),
            _ => throw new ArgumentException($"nobody knows how to remove a {leftover.Kind}", nameof(leftover)),
        };
        try
        {
            await account.Ec2.AskAsync(leftover.Region, form, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error) when (error.Code.EndsWith(".NotFound", StringComparison.Ordinal))
        {
        }
        catch (AwsError error)
        {
            throw new ProviderException(AwsCaller.Provider, $"the {leftover.Kind} {leftover.Id} in {leftover.Region} cannot be removed: {error.Message}", error.Code == "DependencyViolation" || error.Status >= 500, error);
        }
    }

    private async Task<List<Leftover>> FindAsync(string region, CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        var owned = (Name: "tag-key", Value: AwsTags.Owner);
        foreach (var machine in AwsLaunch.Instances(await All("DescribeInstances", "reservationSet", owned).ConfigureAwait(false)))
        {
            var state = machine["instanceState"]["name"].Text;
            if (state is "terminated" or "shutting-down") continue;
            var isLet = state is "running" or "pending";
            found.Add(Of("machine", machine["instanceId"].Text, machine, isLet ? AwsTags.RateOf(machine) is { } rate ? rate * Day : null : Money.Zero, $"{machine["instanceType"].Text}, {state}"));
        }

        foreach (var disk in await All("DescribeVolumes", "volumeSet", owned).ConfigureAwait(false))
        {
            // A disk that hangs on a machine goes with it; one that hangs on nothing goes on costing.
            var (size, isFree) = (long.Parse(disk["size"].Text, CultureInfo.InvariantCulture), disk["status"].Text == "available");
            found.Add(Of("disk", disk["volumeId"].Text, disk, new Money(DiskMonth.NanoUsd * size / DaysOfMonth), $"{size} GiB, {(isFree ? "on no machine" : "of a machine")}"));
        }

        foreach (var address in await All("DescribeAddresses", "addressesSet", owned).ConfigureAwait(false)) found.Add(Of("address", address["allocationId"].Text, address, AddressHour * Day, address["publicIp"].Text));
        foreach (var wish in await All("DescribeSpotInstanceRequests", "spotInstanceRequestSet", owned).ConfigureAwait(false))
            if (wish["state"].Text is "open" or "active" or "disabled" && wish["instanceId"].Text.Length == 0) found.Add(Of("spot request", wish["spotInstanceRequestId"].Text, wish, Money.Zero, $"{wish["state"].Text}: {wish["status"]["code"].Text}"));
        foreach (var key in await All("DescribeKeyPairs", "keySet", ("tag-key", AwsTags.SharedKey)).ConfigureAwait(false)) found.Add(Of("key", key["keyName"].Text, key, Money.Zero, "the public half"));
        foreach (var group in await All("DescribeSecurityGroups", "securityGroupInfo", ("tag-key", AwsTags.SharedKey)).ConfigureAwait(false)) found.Add(Of("security group", group["groupId"].Text, group, Money.Zero, group["groupName"].Text));
        return found;

        Leftover Of(string kind, string id, Ec2Node node, Money? perDay, string about) => new(kind, region, id, node.Tag(AwsTags.Owner), node.Tag(AwsTags.Token), perDay, about);

        Task<List<Ec2Node>> All(string action, string set, (string Name, string Value) filter) => account.Ec2.ListAsync(region, () => new Ec2Form(action).Filter(filter), set, cancellationToken);
    }
}
