using System.Text;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Haggle.Providers.Tests.Aws;

public sealed class What_is_said_to_ec2
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Purchase.OnDemand)]
    [InlineData(Purchase.Spot)]
    public async Task Every_question_and_every_answer_here_is_as_the_vendor_describes_it(Purchase purchase)
    {
        using var contract = Ec2Contract.Open();
        await using var ground = await AwsGround.StartAsync(purchase);
        foreach (var law in new[] { "the same token at once is the same machine once", "an ended machine is gone by the list's word, with its bill" })
        {
            await using var other = await AwsGround.StartAsync(purchase);
            await ProviderConformance.Laws[law](other, Cancellation);
            Check(contract, other);
        }

        var provider = ground.OpenAws();
        await foreach (var quote in provider.QuotesAsync(ground.Scope, Cancellation)) Assert.True(quote.Offer.Zone.Length > 0);
        Check(contract, ground);
    }

    [Fact]
    public void A_question_or_an_answer_of_another_kind_does_not_pass()
    {
        using var contract = Ec2Contract.Open();
        KeyValuePair<string, string>[] wrong =
        [
            new("Action", "RunInstances"), new("MinCount", "one"), new("MaxCount", "1"), new("InstanceKind", "p3.2xlarge"), new("SecurityGroupId", "sg"), new("BlockDeviceMapping.1.Ebs.VolumeType", "gp9"), new("MetadataOptions", "required"),
        ];
        Assert.Equal(
        [
            "RunInstances: MinCount=one: no number", "RunInstances: InstanceKind=p3.2xlarge: RunInstancesRequest has no InstanceKind", "RunInstances: SecurityGroupId=sg: a list wants a number",
            "RunInstances: BlockDeviceMapping.1.Ebs.VolumeType=gp9: VolumeType has no such word", "RunInstances: MetadataOptions=required: a structure wants a member",
        ],
        contract.Question("RunInstances", wrong));
        Assert.Equal(["TerminateInstances/instances"], contract.Answer("TerminateInstances", "<TerminateInstancesResponse><instances/></TerminateInstancesResponse>"));
    }

    [Fact]
    public async Task A_spot_machine_is_asked_for_with_all_that_keeps_it_safe_and_lets_it_end()
    {
        await using var ground = await AwsGround.StartAsync(Purchase.Spot);
        await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var form = Form(ground.Server.Spoken.Single(each => each.Action == "RunInstances").Question);
        form.Remove("UserData");
        Assert.Equal(
            """
            Action=RunInstances
            BlockDeviceMapping.1.DeviceName=/dev/sda1
            BlockDeviceMapping.1.Ebs.DeleteOnTermination=true
            BlockDeviceMapping.1.Ebs.Encrypted=true
            BlockDeviceMapping.1.Ebs.VolumeSize=150
            BlockDeviceMapping.1.Ebs.VolumeType=gp3
            ClientToken=mine1234-1-1-0
            ImageId=ami-0123456789abcdef0
            InstanceInitiatedShutdownBehavior=terminate
            InstanceMarketOptions.MarketType=spot
            InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior=terminate
            InstanceMarketOptions.SpotOptions.MaxPrice=3.06
            InstanceMarketOptions.SpotOptions.SpotInstanceType=one-time
            InstanceType=p3.2xlarge
            MaxCount=1
            MetadataOptions.HttpEndpoint=enabled
            MetadataOptions.HttpPutResponseHopLimit=1
            MetadataOptions.HttpTokens=required
            MinCount=1
            Placement.AvailabilityZone=us-east-1a
            Version=2016-11-15
            """,
            string.Join('\n', form.Where(each => each.Key is not ("KeyName" or "SecurityGroupId.1") && !each.Key.StartsWith("TagSpec", StringComparison.Ordinal)).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value}")));
        Assert.Equal(["instance", "volume", "spot-instances-request"], new[] { 1, 2, 3 }.Select(i => form[$"TagSpecification.{i}.ResourceType"]));
        Assert.Equal("haggle:token", form["TagSpecification.1.Tag.2.Key"]);
        Assert.Equal("203.0.113.7/32:22", Assert.Single(ground.Cloud.GroupRules).Value);
    }

    [Fact]
    public async Task The_script_of_a_machine_brings_its_agent_and_ends_it_and_holds_no_key_of_the_account()
    {
        await using var ground = await AwsGround.StartAsync();
        await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var run = ground.Server.Spoken.Single(each => each.Action == "RunInstances").Question;
        var script = Encoding.UTF8.GetString(Convert.FromBase64String(Form(run)["UserData"]));
        Assert.DoesNotContain("hush", run, StringComparison.Ordinal);
        Assert.DoesNotContain("AKID", script, StringComparison.Ordinal);
        Assert.Contains("ExecStopPost=+/sbin/shutdown -h now", script, StringComparison.Ordinal);
        Assert.Contains("--on-active=1200 ", script, StringComparison.Ordinal);
        Assert.StartsWith("#!/bin/sh\nset -eu\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
        Assert.Contains(Convert.ToBase64String("{\"key\":\"of the machine\"}"u8), script, StringComparison.Ordinal);
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        Assert.Equal("", await shell.StandardError.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task What_does_not_fit_into_the_script_is_refused_before_anything_is_made()
    {
        await using var ground = await AwsGround.StartAsync();
        var request = ground.Request(Mine, 0) with { AgentConfiguration = new byte[20_000] };
        var refused = Assert.IsType<LaunchOutcome.Refused>(await ground.OpenAws().LaunchAsync(request, Cancellation));
        Assert.Equal("the agent's configuration is longer than EC2 takes along (16 KiB)", refused.Why);
        Assert.Empty(ground.Cloud.Instances);
    }

    [Fact]
    public async Task Key_and_door_of_a_region_are_made_once()
    {
        await using var ground = await AwsGround.StartAsync();
        foreach (var rank in new[] { 0, 1, 2 }) await ground.Open().LaunchAsync(ground.Request(Mine, rank), Cancellation);
        Assert.Single(ground.Cloud.KeyPairs);
        Assert.Single(ground.Cloud.Groups);
        Assert.Equal(3, ground.Cloud.Instances.Count);
    }

    [Fact]
    public async Task Without_the_parameter_the_newest_image_of_amazons_own_is_taken_and_never_somebody_elses()
    {
        using var contract = Ec2Contract.Open();
        await using var ground = await AwsGround.StartAsync();
        ground.Cloud.ImageParameter = "";
        var refused = Assert.IsType<LaunchOutcome.Refused>(await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Contains("of Amazon's own", refused.Why, StringComparison.Ordinal);
        ground.Cloud.Images.AddRange([("ami-old", "amazon", "2026-09-01T00:00:00.000Z"), ("ami-new", "amazon", "2026-10-01T00:00:00.000Z"), ("ami-trap", "", "2026-11-01T00:00:00.000Z")]);
        Assert.IsType<LaunchOutcome.Launched>(await ground.OpenAws().LaunchAsync(ground.Request(Mine, 1), Cancellation));
        Assert.Equal("ami-new", ground.Cloud.Instances.Single().Asked["ImageId"]);
        Check(contract, ground);
    }

    [Theory]
    [InlineData("203.0.113.9\n", "203.0.113.9/32")]
    [InlineData("<html>sign in</html>", "")]
    public async Task The_address_that_may_come_in_is_the_one_that_the_internet_sees(string told, string allowed)
    {
        await using var ground = await AwsGround.StartAsync();
        var web = WebApplication.CreateSlimBuilder();
        web.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var teller = web.Build();
        teller.MapGet("/", () => told);
        await teller.StartAsync(Cancellation);
        ground.Settings = ground.Settings with { OwnAddress = "", AddressService = new Uri(teller.Urls.First()) };
        if (allowed.Length == 0)
        {
            var fault = await Assert.ThrowsAsync<ProviderException>(() => ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation));
            Assert.Contains("set aws.own_address in the configuration", fault.Message, StringComparison.Ordinal);
            Assert.Empty(ground.Cloud.GroupRules);
            return;
        }

        await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        Assert.Equal(allowed + ":22", Assert.Single(ground.Cloud.GroupRules).Value);
    }

    private static void Check(Ec2Contract contract, AwsGround ground)
    {
        Assert.NotEmpty(ground.Server.Spoken);
        foreach (var (service, action, question, answer) in ground.Server.Spoken.Where(each => each.Service == "ec2"))
        {
            Assert.Empty(contract.Question(action, Form(question)));
            Assert.Empty(contract.Answer(action, answer));
        }
    }

    private static Dictionary<string, string> Form(string question) => QueryHelpers.ParseQuery(question).ToDictionary(each => each.Key, each => each.Value.ToString());
}
