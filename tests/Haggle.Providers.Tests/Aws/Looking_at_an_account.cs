using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;

namespace Haggle.Providers.Tests.Aws;

public sealed class Looking_at_an_account
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_and_what_may_be_done_and_how_many_machines_are_told_in_plain_words()
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Settings = ground.Settings with { Regions = ["us-east-1", "af-south-1", "moon-1"] };
        Assert.Equal(
        [
            "ok credential: arn:aws:iam::123456789012:user/somebody (account 123456789012)",
            "ok us-east-1: open",
            "ok permissions, us-east-1: machines can be made and ended",
            "ok G and VT on demand, us-east-1: 8 vCPU: 2 x g4dn.xlarge at once",
            "warning G and VT spot, us-east-1: 0 vCPU: g4dn.xlarge needs 4 -> ask for it with 'haggle aws quota request g spot 4 --region us-east-1'; AWS usually answers within one or two days",
            "warning P on demand, us-east-1: 0 vCPU: p3.2xlarge needs 8 -> ask for it with 'haggle aws quota request p on-demand 8 --region us-east-1'; AWS usually answers within one or two days",
            "problem af-south-1: not switched on for this account -> aws account enable-region --region-name af-south-1; takes some minutes",
            "problem moon-1: there is no such region -> correct aws.regions in the configuration",
        ],
        await FindingsAsync(ground));
        Assert.Empty(ground.Cloud.Instances);
        Assert.Empty(ground.Cloud.KeyPairs);
    }

    [Fact]
    public async Task Permissions_that_are_missing_are_named()
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Settings = ground.Settings with { Regions = ["us-east-1"] };
        ground.Cloud.Forbidden.UnionWith(["RunInstances", "ImportKeyPair"]);
        Assert.Contains("problem permissions, us-east-1: missing: ec2:RunInstances, ec2:ImportKeyPair -> give the credential what 'haggle aws policy' prints", await FindingsAsync(ground));
        ground.Cloud.Forbidden.Add("GetCallerIdentity");
        Assert.StartsWith("problem credential: UnauthorizedOperation", Assert.Single(await FindingsAsync(ground)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_is_asked_for_by_the_first_word_of_its_family()
    {
        await using var ground = await AwsGround.StartAsync();
        var doctor = new AwsDoctor(ground.OpenAccount());
        Assert.Equal("asked for 4 vCPU instead of 0: PENDING", (await doctor.RequestAsync("us-east-1", "g", true, 4, Cancellation)).Found);
        Assert.Equal("it is 8 vCPU already", (await doctor.RequestAsync("us-east-1", "G", false, 4, Cancellation)).Found);
        Assert.Equal("us-east-1 has no quota for 'x'; there are g, p", (await Assert.ThrowsAsync<ProviderException>(() => doctor.RequestAsync("us-east-1", "x", true, 4, Cancellation))).Message);
        Assert.Contains(ground.Server.Spoken, each => each.Action == "RequestServiceQuotaIncrease" && each.Question == """{"ServiceCode":"ec2","QuotaCode":"L-GS","DesiredValue":4}""");
    }

    [Fact]
    public async Task Everything_of_ours_is_found_with_what_it_costs_and_removed_when_told_to()
    {
        await using var ground = await AwsGround.StartAsync();
        await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Cloud.Left.AddRange([("disk", "vol-1", "eu-west-1", "mine1234", 150), ("address", "eipalloc-1", "us-east-1", "other567", 0), ("spot request", "sir-1", "us-east-1", "mine1234", 0)]);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var sweep = new AwsSweep(ground.OpenAccount());
        var found = await sweep.FindAsync(Cancellation);
        Assert.Equal(
        [
            "address us-east-1 of other567 $0.12: 198.51.100.9",
            "disk eu-west-1 of mine1234 $0.40: 150 GiB, on no machine",
            "key us-east-1 of  $0.00: the public half",
            "machine us-east-1 of mine1234 $73.44: p3.2xlarge, running",
            "security group us-east-1 of  $0.00: haggle",
            "spot request us-east-1 of mine1234 $0.00: open: capacity-not-available",
        ],
        found.Select(each => $"{each.Kind} {each.Region} of {each.Owner} {each.PerDay}: {(each.Kind == "security group" ? "haggle" : each.About)}").Order(StringComparer.Ordinal));
        Assert.Equal("mine1234-1-1-0", found.Single(each => each.Kind == "machine").Token);

        // A group that a machine still uses cannot go; everything else can, twice.
        var group = found.Single(each => each.Kind == "security group");
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => sweep.RemoveAsync(group, Cancellation))).IsTransient);
        foreach (var each in found.Where(each => each != group)) await sweep.RemoveAsync(each, Cancellation);
        await sweep.RemoveAsync(found.Single(each => each.Kind == "disk"), Cancellation);
        await sweep.RemoveAsync(group, Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(await sweep.FindAsync(Cancellation));
        Assert.All(ground.Cloud.Instances, each => Assert.NotNull(each.EndedAt));
    }

    [Fact]
    public async Task A_region_that_does_not_answer_is_not_taken_for_an_empty_one()
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Server.Throttle(1000);
        await Assert.ThrowsAsync<ProviderException>(() => new AwsSweep(ground.OpenAccount()).FindAsync(Cancellation));
    }

    [Fact]
    public async Task Every_question_of_the_doctor_and_the_sweep_is_as_the_vendor_describes_it()
    {
        using var contract = Ec2Contract.Open();
        await using var ground = await AwsGround.StartAsync();
        await ground.OpenAws().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Cloud.Left.AddRange([("disk", "vol-1", "us-east-1", "mine1234", 1), ("address", "eipalloc-1", "us-east-1", "mine1234", 0), ("spot request", "sir-1", "us-east-1", "mine1234", 0)]);
        await new AwsDoctor(ground.OpenAccount()).ExamineAsync(Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var sweep = new AwsSweep(ground.OpenAccount());
        foreach (var each in (await sweep.FindAsync(Cancellation)).OrderBy(each => each.Kind == "security group")) await sweep.RemoveAsync(each, Cancellation);
        foreach (var (_, action, question, answer) in ground.Server.Spoken.Where(each => each.Service == "ec2"))
        {
            Assert.Empty(contract.Question(action, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(question).Select(each => KeyValuePair.Create(each.Key, each.Value.ToString()))));
            Assert.Empty(contract.Answer(action, answer));
        }
    }

    [Theory]
    [InlineData("All P4, P3 and P2 Spot Instance Requests", "P4, P3 and P2", true)]
    [InlineData("Running On-Demand Trn instances", "Trn", false)]
    [InlineData("EC2-VPC Elastic IPs", null, false)]
    public void A_quotas_name_says_its_family(string name, string? family, bool isSpot) => Assert.Equal(family is null ? null : (family, isSpot), AwsQuota.Read(name));

    [Fact]
    public void A_day_of_a_disk_is_a_thirtieth_of_its_month() => Assert.Equal(Money.FromUsd(0.4m), new Money(Money.FromUsd(0.08m).NanoUsd * 150 / 30));

    private static async Task<IEnumerable<string>> FindingsAsync(AwsGround ground) =>
        (await new AwsDoctor(ground.OpenAccount()).ExamineAsync(Cancellation)).Select(each => $"{each.State} {each.Name}: {each.Found}{(each.WhatToDo.Length > 0 ? " -> " + each.WhatToDo : "")}");
}
