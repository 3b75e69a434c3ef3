using System.Text;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Testbed.Aws;

namespace Haggle.Providers.Tests.Aws;

/// <summary>
/// The provider before moto, which others wrote: whether it takes what is sent, and is understood. What moto cannot do is tried on the fake only: a client token
/// makes a second machine there (so the laws of the lost answer, of the token that is used again and of the token of the gone are not held here), there is
/// always capacity, every type, image and price is taken, nothing lags, ends by itself or is taken back, permissions and signatures are not looked at, machines
/// tell neither their spot request nor how their metadata may be asked, and the parameter of the Deep Learning image is not there, so that the image is found by its name.
/// Not in every run: Debian 12 has no moto, and to fetch one takes minutes.
/// </summary>
public sealed class Before_another_judge
{
    private static readonly OwnerId Mine = new("mine1234");

    private static readonly string[] BeyondMoto =
    [
        "the same token twice is the same machine once", "the same token at once is the same machine once",
        "a launch whose answer was lost is found again", "a token whose machine is gone makes no other",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(Purchase.OnDemand)]
    [InlineData(Purchase.Spot)]
    public async Task The_provider_keeps_the_laws_that_moto_can_tell(Purchase purchase)
    {
        await using var moto = await StartAsync();
        var broken = new StringBuilder();
        foreach (var (law, holds) in ProviderConformance.Laws.Where(each => !BeyondMoto.Contains(each.Key)))
        {
            await moto.ResetAsync(Cancellation);
            await using var ground = new MotoGround(moto, purchase);
            if (await Record.ExceptionAsync(() => holds(ground, Cancellation)) is { } fault) broken.AppendLine($"{law}: {fault}");
        }

        if (broken.Length > 0) Assert.Fail(broken.ToString());
    }

    [Theory(Explicit = true)]
    [InlineData(Purchase.OnDemand)]
    [InlineData(Purchase.Spot)]
    public async Task What_was_asked_for_has_arrived(Purchase purchase)
    {
        await using var moto = await StartAsync();
        await using var ground = new MotoGround(moto, purchase);
        var request = ground.Request(Mine, 0);
        var machine = (await LaunchAsync(ground, request)).Value.Split('/')[1];
        var instance = (await AskAsync(ground, new Ec2Form("DescribeInstances").List("InstanceId", [machine])))["reservationSet"].Items.Single()["instancesSet"].Items.Single();
        Assert.Equal([Moto.Image, MotoGround.Type, "us-east-1a", purchase == Purchase.Spot ? "spot" : ""], new[] { instance["imageId"].Text, instance["instanceType"].Text, instance["placement"]["availabilityZone"].Text, instance["instanceLifecycle"].Text });
        foreach (var (key, value) in AwsTags.Of(request)) Assert.Equal(value, instance.Tag(key));
        Assert.Equal("terminate", (await AttributeAsync("instanceInitiatedShutdownBehavior"))["value"].Text);
        Assert.Equal(AwsUserData.Script(request, ground.Settings), Encoding.UTF8.GetString(Convert.FromBase64String((await AttributeAsync("userData"))["value"].Text)));

        var disk = Assert.Single((await AskAsync(ground, new Ec2Form("DescribeVolumes").Filter(("tag:" + AwsTags.Token, request.Token.Value))))["volumeSet"].Items);
        Assert.Equal(["150", "gp3", "true", "true"], [disk["size"].Text, disk["volumeType"].Text, disk["encrypted"].Text, instance["blockDeviceMapping"].Items.Single()["ebs"]["deleteOnTermination"].Text]);
        var group = Assert.Single((await AskAsync(ground, new Ec2Form("DescribeSecurityGroups").Filter(("tag-key", AwsTags.SharedKey))))["securityGroupInfo"].Items);
        Assert.Equal(group["groupId"].Text, instance["groupSet"].Items.Single()["groupId"].Text);
        var rule = Assert.Single(group["ipPermissions"].Items);
        Assert.Equal(["tcp", "22", "22", "203.0.113.7/32"], [rule["ipProtocol"].Text, rule["fromPort"].Text, rule["toPort"].Text, rule["ipRanges"].Items.Single()["cidrIp"].Text]);

        async Task<Ec2Node> AttributeAsync(string name) => (await AskAsync(ground, new Ec2Form("DescribeInstanceAttribute").Add("InstanceId", machine).Add("Attribute", name)))[name];
    }

    [Fact(Explicit = true)]
    public async Task Key_and_door_are_made_once_and_the_sweep_finds_everything_and_removes_it()
    {
        await using var moto = await StartAsync();
        await using var ground = new MotoGround(moto, Purchase.OnDemand);

        // Each by another process: the second meets what the first made.
        for (var rank = 0; rank < 3; rank++) await LaunchAsync(ground, ground.Request(Mine, rank));
        await LaunchAsync(ground, ground.Request(Mine, 3, "eu-west-1a"));
        var tags = new KeyValuePair<string, string>[] { new(AwsTags.Owner, Mine.Value) };
        await AskAsync(ground, new Ec2Form("CreateVolume").Add("AvailabilityZone", "us-east-1b").Add("Size", 30).Add("VolumeType", "gp3").Tags(["volume"], tags));
        await AskAsync(ground, new Ec2Form("AllocateAddress").Add("Domain", "vpc").Tags(["elastic-ip"], tags));
        var sweep = new AwsSweep(ground.OpenAccount());
        var found = await sweep.FindAsync(Cancellation);
        Assert.Equal(["address us-east-1 1", "disk eu-west-1 1", "disk us-east-1 4", "key eu-west-1 1", "key us-east-1 1", "machine eu-west-1 1", "machine us-east-1 3", "security group eu-west-1 1", "security group us-east-1 1"],
            found.GroupBy(each => $"{each.Kind} {each.Region}").Select(each => $"{each.Key} {each.Count()}").Order(StringComparer.Ordinal));
        Assert.All(found.Where(each => each.Kind is "machine" or "disk" or "address"), each => Assert.Equal(Mine.Value, each.Owner));

        // Machines first: disks and doors are theirs until they are gone.
        foreach (var leftover in found.Where(each => each.Kind == "machine")) await sweep.RemoveAsync(leftover, Cancellation);
        foreach (var leftover in await sweep.FindAsync(Cancellation)) await sweep.RemoveAsync(leftover, Cancellation);
        Assert.Empty(await sweep.FindAsync(Cancellation));
        foreach (var leftover in found) await sweep.RemoveAsync(leftover, Cancellation);
    }

    private static async Task<Moto> StartAsync()
    {
        if (Moto.Missing is { Length: > 0 } missing) Assert.Skip(missing);
        return await Moto.StartAsync(Cancellation);
    }

    // By another process each time.
    private static async Task<MachineId> LaunchAsync(MotoGround ground, LaunchRequest request)
    {
        var outcome = await ground.Open().LaunchAsync(request, Cancellation);
        return outcome is LaunchOutcome.Launched launched ? launched.Machine : throw new InvalidOperationException(outcome.ToString());
    }

    private static Task<Ec2Node> AskAsync(MotoGround ground, Ec2Form form) => ground.OpenAccount().Ec2.AskAsync(MotoGround.Region, form, Cancellation);
}
