using System.Text;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void Everything_is_read_and_typed()
    {
        var read = Read("local: {price: $0.35/h, name: box, memory: 16GB, cpus: 4}\nlease: 5m\ngrace: 10s\nspot: {patience: 30m, value_of_time: 2.50/h}\n").Configuration!;
        Assert.Equal(HourlyRate.FromUsd(0.35m), read.LocalPrice);
        Assert.Equal("box", read.LocalName);
        Assert.Equal(Gib.FromGib(16), read.LocalMemory);
        Assert.Equal(4, read.LocalCpus);
        Assert.Equal(TimeSpan.FromMinutes(5), read.Lease);
        Assert.Equal(TimeSpan.FromSeconds(10), read.Grace);
        Assert.Equal(TimeSpan.FromMinutes(30), read.SpotPatience);
        Assert.Equal(Haggle.Core.Units.HourlyRate.FromUsd(2.5m), read.ValueOfTime);
    }

    [Fact]
    public void AWS_is_used_where_its_regions_are_named()
    {
        Assert.Null(Read("lease: 5m\n").Configuration!.Aws);
        var aws = Read("aws:\n  regions: [us-east-1, eu-west-1]\n  own_address: 203.0.113.7\n  subnets: {us-east-1: subnet-1}\n  images: {eu-west-1: ami-1}\n  login: ec2-user\n  jump_host: me@bastion\n  disk: 200GB\n").Configuration!.Aws!;
        Assert.Equal(["us-east-1", "eu-west-1"], aws.Regions);
        Assert.Equal(("203.0.113.7/32", "subnet-1", "ami-1"), (aws.OwnAddress, aws.Subnets["us-east-1"], aws.Images["eu-west-1"]));
        Assert.Equal(("ec2-user", "me@bastion", Gib.FromGib(200)), (aws.Login, aws.JumpHost, aws.Disk));
    }

    [Fact]
    public void Clouds_that_let_machines_one_by_one_are_used_where_they_are_named()
    {
        var none = Read("lease: 5m\n").Configuration!;
        Assert.Equal((null, null, null), (none.Vast, none.Lambda, none.RunPod));
        var read = Read("vast: {reliability: 0.95, unverified: true, data_centres: true, countries: [US, ca], bid_above: 0.2, image: mine, disk: 64GB, key: ~/.ssh/k}\nlambda: {regions: us-east-1, image: mine}\nrunpod: {data_centres: [EU-RO-1], community: true, bid_above: 0, disk: 50GB, image: mine}\n").Configuration!;
        Assert.Equal((0.95, true, true, 0.2, "mine", "~/.ssh/k"), (read.Vast!.Reliability, read.Vast.TakesUnverified, read.Vast.DataCentresOnly, read.Vast.BidAbove, read.Vast.Image, read.Vast.Key));
        Assert.Equal(["US", "ca"], read.Vast.Countries);
        Assert.Equal(["us-east-1"], read.Lambda!.Regions);
        Assert.Equal((true, 0.0, "mine"), (read.RunPod!.TakesCommunity, read.RunPod.BidAbove, read.RunPod.Image));
        Assert.Equal(["EU-RO-1"], read.RunPod.DataCentres);
        Assert.NotNull(Read("vast: {}\n").Configuration!.Vast);
        var gcp = Read("gcp: {project: p, regions: [us-central1, europe-west4], own_address: 203.0.113.7, network: n, image: i, disk: 99GB}\n").Configuration!.Gcp!;
        Assert.Equal(("p", "203.0.113.7/32", "n", "i"), (gcp.Project, gcp.OwnAddress, gcp.Network, gcp.Image));
        Assert.Equal(["us-central1", "europe-west4"], gcp.Regions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("local:\n")]
    public void What_is_not_said_has_a_default(string text)
    {
        var read = Read(text).Configuration!;
        Assert.Equal(HourlyRate.Free, read.LocalPrice);
        Assert.Null(read.LocalMemory);
        Assert.Null(read.Lease);
    }

    [Theory]
    [InlineData("local: {price: cheap}", "local.price must be a price per hour")]
    [InlineData("local: {price: -1}", "local.price must be a price per hour")]
    [InlineData("local: {cpus: 0}", "local.cpus must be a whole number")]
    [InlineData("local: {prise: 1}", "has no field 'prise'")]
    [InlineData("aws: {}", "needs the key 'regions'")]
    [InlineData("aws: {regions: [us-east-1a]}", "names 'us-east-1a', which is no region")]
    [InlineData("aws: {regions: us-east-1, own_address: 0.0.0.0/0}", "open the machines to the whole internet")]
    [InlineData("aws: {regions: us-east-1, own_address: home}", "must be an address")]
    [InlineData("aws: {regions: us-east-1, login: 'x; reboot'}", "must be the name of a user such as ec2-user")]
    [InlineData("aws: {regions: us-east-1, subnets: {us-east-1: vpc-1}}", "must begin with subnet-")]
    [InlineData("aws: {regions: us-east-1, image: ami-1}", "has no field 'image'")]
    [InlineData("vast: {reliability: 98}", "vast.reliability must be a share between 0 and 1")]
    [InlineData("vast: {countries: [Canada]}", "names 'Canada', which is no two-letter code of a country")]
    [InlineData("runpod: {data_centres: [EU RO]}", "names 'EU RO', which is no data centre")]
    [InlineData("lambda: {region: us-east-1}", "has no field 'region'")]
    [InlineData("gcp: {regions: us-central1}", "needs the key 'project'")]
    [InlineData("gcp: {project: p, regions: us-central1-a}", "names 'us-central1-a', which is no region")]
    [InlineData("gcp: {project: p, regions: us-central1, own_address: 0.0.0.0/0}", "open the machines to the whole internet")]
    [InlineData("lease: soon", "lease must be a duration")]
    [InlineData("- a\n- b", "must be a map")]
    [InlineData("a: 1\n---\nb: 2", "one document")]
    public void A_mistake_is_told_with_its_place(string text, string message)
    {
        var (configuration, problems) = Read(text);
        Assert.Null(configuration);
        Assert.Contains(problems, p => p.Message.Contains(message, StringComparison.Ordinal) && p.Line > 0);
    }

    private static (Configuration? Configuration, IReadOnlyList<Core.Tasks.Problem> Problems) Read(string text)
    {
        var (configuration, problems) = Configuration.Read("config.yaml", Encoding.UTF8.GetBytes(text));
        return (configuration, problems);
    }
}
