using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;

namespace Haggle.Providers.Tests.Aws;

public sealed class Errors_of_a_launch
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Code; what comes of it; for how many minutes it makes no sense to ask again; a word of what the user is told.</summary>
    public static TheoryData<string, string, int, string> Table => new()
    {
        { "InsufficientInstanceCapacity", "next", 10, "has none left" },
        { "InsufficientHostCapacity", "next", 10, "no host with room" },
        { "InsufficientReservedInstanceCapacity", "next", 10, "of what is reserved" },
        { "InsufficientFreeAddressesInSubnet", "next", 10, "no address left in the subnet" },
        { "InsufficientVolumeCapacity", "next", 10, "no room for the disk" },
        { "SpotMaxPriceTooLow", "next", 5, "wants more than the plan's price" },
        { "MaxSpotInstanceCountExceeded", "next", 15, "haggle doctor aws" },
        { "VcpuLimitExceeded", "next", 15, "haggle doctor aws" },
        { "InstanceLimitExceeded", "next", 15, "haggle doctor aws" },
        { "Unsupported", "stop", 0, "not let there in this way" },
        { "InvalidInstanceType", "stop", 0, "there is no such type" },
        { "UnauthorizedOperation", "stop", 0, "haggle aws policy" },
        { "AuthFailure.ServiceLinkedRoleCreationNotPermitted", "stop", 0, "create-service-linked-role" },
        { "AuthFailure", "stop", 0, "not taken in this region" },
        { "ExpiredToken", "stop", 0, "aws sso login" },
        { "RequestExpired", "stop", 0, "the clock of this computer" },
        { "OptInRequired", "stop", 0, "not switched this region on" },
        { "PendingVerification", "stop", 0, "up to four hours" },
        { "VPCIdNotSpecified", "stop", 0, "aws.subnets" },
        { "InvalidAMIID.NotFound", "stop", 0, "aws.images" },
        { "SomethingNobodyKnows", "stop", 0, "said by the fake" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_means_go_on_elsewhere_or_stop_with_what_to_do(string code, string outcome, int minutes, string says)
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Cloud.Refusing[("us-east-1a", "p3.2xlarge")] = code;
        var came = await ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation);
        var (what, coolFor, why) = came switch
        {
            LaunchOutcome.NoCapacity none => ("next", none.CoolFor.TotalMinutes, none.Why),
            LaunchOutcome.Refused refused => ("stop", 0, refused.Why),
            _ => (came.ToString(), -1, ""),
        };
        Assert.Equal((outcome, minutes), (what, coolFor));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.Contains(code, why, StringComparison.Ordinal);
        Assert.Empty(ground.Cloud.Instances);
    }

    [Fact]
    public async Task A_throttled_call_is_repeated_and_a_storm_is_a_fault_that_passes()
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Server.Throttle(5);
        Assert.IsType<LaunchOutcome.Launched>(await ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation));
        ground.Server.Throttle(100);
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 1), Cancellation));
        Assert.True(fault.IsTransient);
        Assert.Contains("RequestLimitExceeded", fault.Message, StringComparison.Ordinal);
        ground.Server.Throttle(0);
        Assert.Single(ground.Cloud.Instances);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_machine_whose_answer_was_lost_is_made_once(int lost)
    {
        await using var ground = await AwsGround.StartAsync(Purchase.Spot);
        ground.Server.Lose("RunInstances", lost);
        Assert.IsType<LaunchOutcome.Launched>(await ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation));
        Assert.Single(ground.Cloud.Instances);
    }

    [Fact]
    public async Task A_token_that_was_used_with_other_words_finds_its_machine()
    {
        await using var ground = await AwsGround.StartAsync();
        var first = Assert.IsType<LaunchOutcome.Launched>(await ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation));

        // The image was renewed in between, and the list does not show the machine yet.
        ground.Settings = ground.Settings with { Images = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("us-east-1", "ami-0fedcba9876543210") };
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation));
        Assert.True(fault.IsTransient);
        ground.Time.Pass(ground.Cloud.ListLag);
        Assert.Equal(first, await ground.OpenAws().LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation));
        Assert.Single(ground.Cloud.Instances);
    }

    [Fact]
    public async Task What_somebody_removed_is_made_again()
    {
        await using var ground = await AwsGround.StartAsync();
        var provider = ground.OpenAws();
        await provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation);
        ground.Cloud.Groups.Clear();
        ground.Cloud.GroupRules.Clear();
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), 1), Cancellation))).IsTransient);
        Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), 1), Cancellation));
    }

    [Fact]
    public async Task Fifty_offers_without_capacity_are_gone_through_with_one_call_each()
    {
        await using var ground = await AwsGround.StartAsync();
        var provider = ground.OpenAws();
        ground.Cloud.Refusing[("us-east-1a", "p3.2xlarge")] = "InsufficientInstanceCapacity";
        await provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation);
        var before = ground.Server.Spoken.Count;
        for (var rank = 1; rank <= 50; rank++) Assert.IsType<LaunchOutcome.NoCapacity>(await provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), rank), Cancellation));
        Assert.Equal(50, ground.Server.Spoken.Count - before);
    }

    [Fact]
    public void Every_code_of_the_issue_has_a_meaning() =>
        Assert.Empty(Table.Select(row => row.Data.Item1).Except([.. LaunchErrors.Known, "SomethingNobodyKnows"]));
}
