using System.Globalization;
using System.Text;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>Makes a machine: once for each token, bought as it was wanted, encrypted, ended by its own shutdown.</summary>
internal sealed class AwsLaunch(Ec2Client ec2, AwsSettings settings, AwsRegionReadiness readiness, AwsImages images)
{
    // A container on the machine is one hop further and shall not ask for the machine's identity.
    private const int MetadataHops = 1;

    /// <summary>The machine of a token, whatever became of it; null when the list shows none.</summary>
    public async Task<AwsMachineName?> FindAsync(string region, string token, CancellationToken cancellationToken)
    {
        var found = await ec2.AskAsync(region, new Ec2Form("DescribeInstances").Filter(("client-token", token)), cancellationToken).ConfigureAwait(false);
        return Instances(found["reservationSet"].Items).Select(instance => new AwsMachineName(region, instance["instanceId"].Text)).Cast<AwsMachineName?>().FirstOrDefault();
    }

    /// <summary>Asks EC2 for the machine.</summary>
    /// <param name="request">The wish.</param>
    /// <param name="cap">The most that an hour of spot may cost.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LaunchOutcome> RunAsync(LaunchRequest request, HourlyRate cap, CancellationToken cancellationToken)
    {
        var offer = request.Quote.Offer;
        var place = offer.Zone.Length > 0 ? offer.Zone : offer.Region;
        var script = AwsUserData.Script(request, settings);
        if (Encoding.UTF8.GetByteCount(script) > AwsUserData.BytesMax) return new LaunchOutcome.Refused($"the agent's configuration is longer than EC2 takes along ({AwsUserData.BytesMax / 1024} KiB)");
        try
        {
            var (group, image) = (readiness.PrepareAsync(offer.Region, cancellationToken), images.FindAsync(offer.Region, offer.Facts?.Architecture == CpuArchitecture.Arm64, cancellationToken));
            await Task.WhenAll(group, image).ConfigureAwait(false);
            var answer = await ec2.AskAsync(offer.Region, Form(request, cap, await group.ConfigureAwait(false), await image.ConfigureAwait(false), script), cancellationToken).ConfigureAwait(false);
            var instance = answer["instancesSet"].Items.First();
            return await ReadBackAsync(request, new AwsMachineName(offer.Region, instance["instanceId"].Text), instance, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error) when (error.Code is "IdempotentParameterMismatch")
        {
            // The token was used with other words (an image that was renewed in between, say): there is a machine, and it is the one.
            return await FindAsync(offer.Region, request.Token.Value, cancellationToken).ConfigureAwait(false) is { } machine
                ? new LaunchOutcome.Launched(machine.Id)
                : throw new ProviderException(AwsCaller.Provider, $"a machine for {request.Token} is being made, and the list does not show it yet", isTransient: true, error);
        }
        catch (AwsError error)
        {
            if (error.Code is "InvalidGroup.NotFound" or "InvalidKeyPair.NotFound") readiness.Forget(offer.Region);
            return error.Code is "InvalidGroup.NotFound" or "InvalidKeyPair.NotFound"
                ? throw new ProviderException(AwsCaller.Provider, $"what haggle had made in {offer.Region} was removed; it is made again", isTransient: true, error)
                : LaunchErrors.Outcome(error, offer.InstanceType, place);
        }
    }

    // What EC2 gave must be what was wanted; otherwise it goes back at once, before anything runs on it.
    private async Task<LaunchOutcome> ReadBackAsync(LaunchRequest request, AwsMachineName name, Ec2Node instance, CancellationToken cancellationToken)
    {
        var offer = request.Quote.Offer;
        var (type, isSpot, zone) = (instance["instanceType"].Text, instance["instanceLifecycle"].Text == "spot", instance["placement"]["availabilityZone"].Text);
        if (type == offer.InstanceType && isSpot == (offer.Purchase == Purchase.Spot) && (offer.Zone.Length == 0 || zone == offer.Zone)) return new LaunchOutcome.Launched(name.Id);
        await ec2.AskAsync(name.Region, new Ec2Form("TerminateInstances").List("InstanceId", [name.Instance]), cancellationToken).ConfigureAwait(false);
        return new LaunchOutcome.PriceMoved($"EC2 gave {type} in {zone}{(isSpot ? " (spot)" : "")} instead of {offer.Key}; it was given back");
    }

    private Ec2Form Form(LaunchRequest request, HourlyRate cap, string group, string image, string script)
    {
        var offer = request.Quote.Offer;
        var form = new Ec2Form("RunInstances")
            .Add("ImageId", image).Add("InstanceType", offer.InstanceType).Add("MinCount", 1).Add("MaxCount", 1)
            .Add("ClientToken", request.Token.Value)
            .Add("KeyName", readiness.KeyName)
            .Add("InstanceInitiatedShutdownBehavior", "terminate")
            .Add("MetadataOptions.HttpTokens", "required").Add("MetadataOptions.HttpEndpoint", "enabled").Add("MetadataOptions.HttpPutResponseHopLimit", MetadataHops)
            .Add("BlockDeviceMapping.1.DeviceName", "/dev/sda1")
            .Add("BlockDeviceMapping.1.Ebs.VolumeSize", (long)Math.Ceiling(settings.Disk.ToGib()))
            .Add("BlockDeviceMapping.1.Ebs.VolumeType", "gp3").Add("BlockDeviceMapping.1.Ebs.Encrypted", true).Add("BlockDeviceMapping.1.Ebs.DeleteOnTermination", true)
            .Add("UserData", AwsUserData.Encoded(script));
        if (offer.Purchase == Purchase.Spot)
            form.Add("InstanceMarketOptions.MarketType", "spot").Add("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time")
                .Add("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "terminate")
                .Add("InstanceMarketOptions.SpotOptions.MaxPrice", Usd(cap));
        if (offer.Zone.Length > 0) form.Add("Placement.AvailabilityZone", offer.Zone);
        if (settings.Subnets.TryGetValue(offer.Region, out var subnet)) form.Add("SubnetId", subnet);
        form.Add("SecurityGroupId.1", group);
        return form.Tags(offer.Purchase == Purchase.Spot ? ["instance", "volume", "spot-instances-request"] : ["instance", "volume"], AwsTags.Of(request));
    }

    private static string Usd(HourlyRate rate) => (rate.PerHour.NanoUsd / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    internal static IEnumerable<Ec2Node> Instances(IEnumerable<Ec2Node> reservations) => reservations.SelectMany(reservation => reservation["instancesSet"].Items);
}
