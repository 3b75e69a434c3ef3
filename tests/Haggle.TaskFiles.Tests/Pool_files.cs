using System.Text;
using Haggle.Core.Pools;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Pools;

namespace Haggle.TaskFiles.Tests;

public sealed class Pool_files
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0BzS5Cw0X6bUuO9h0W3pQbq2F1Jt8o9lZ8l5sGf7Yk";

    [Fact]
    public void Everything_is_read_and_what_is_written_is_read_again()
    {
        var machines = Read($$"""
            machines:
              gpu1.lab: {user: ml, port: 2222, jump: gate, identity: ~/.ssh/id_lab, host_keys: [{{Key}} a comment], price: 0.35, draining: yes}
              box: {host: 192.168.1.7, price: $1.25/h, price_from: "haggle own box.yaml, \"mine\""}
              bare:
            """);
        Assert.Equal(
            [
                "gpu1.lab gpu1.lab ml 2222 gate ~/.ssh/id_lab 350000000 True",
                "box 192.168.1.7     1250000000 False",
                "bare bare     0 False",
            ],
            machines.Select(each => $"{each.Name} {each.Host} {each.User} {each.Port} {each.Jump} {each.Identity} {each.Rate.PerHour.NanoUsd} {each.Draining}"));
        Assert.Equal([Key], machines[0].HostKeys);
        Assert.Equal("haggle own box.yaml, \"mine\"", machines[1].RateFrom);
        var again = Read(PoolText.Of(machines)).OrderByDescending(each => each.Name.Length).ToArray();
        foreach (var (before, after) in machines.OrderByDescending(each => each.Name.Length).Zip(again))
        {
            Assert.Equal(before with { HostKeys = [] }, after with { HostKeys = [] });
            Assert.Equal(before.HostKeys, after.HostKeys);
        }
    }

    [Fact]
    public void An_empty_pool_is_written_and_read()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read(PoolText.Of([])));
    }

    [Theory]
    [InlineData("machines:\n  -x: {}", "2:3", "'-x' cannot name a machine")]
    [InlineData("machines:\n  a/b: {}", "2:3", "'a/b' cannot name a machine")]
    [InlineData("machines:\n  a: {user: -oProxyCommand=x}", "2:13", "machines.a.user must be one word without blanks that does not begin with a dash")]
    [InlineData("machines:\n  a: {host: two words}", "2:13", "machines.a.host must be one word")]
    [InlineData("machines:\n  a: {port: 0}", "2:13", "machines.a.port must be a whole number from 1 to 65535")]
    [InlineData("machines:\n  a: {identity: key}", "2:17", "machines.a.identity must be an absolute path or begin with ~/")]
    [InlineData("machines:\n  a: {host_keys: [nonsense]}", "2:19", "machines.a.host_keys")]
    [InlineData("machines:\n  a: {price: -1}", "2:14", "machines.a.price")]
    [InlineData("machines:\n  a: {prise: 1}", "2:7", "machines.a has no field 'prise'")]
    [InlineData("machines: [a]", "1:11", "machines must be a map of machines")]
    [InlineData("machine: {}", "1:1", "has no field 'machine'")]
    public void Every_mistake_is_told_with_its_place(string text, string place, string says)
    {
        var (machines, problems) = PoolFile.Read("machines.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Null(machines);
        var problem = Assert.Single(problems);
        Assert.Equal(ProblemSeverity.Error, problem.Severity);
        Assert.Equal(place, $"{problem.Line}:{problem.Column}");
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_is_written_to_the_nano_dollar() =>
        Assert.Contains("price: 0.123456789", PoolText.Of([new PoolMachine { Name = "a", Host = "a", Rate = HourlyRate.FromUsd(0.123456789m) }]), StringComparison.Ordinal);

    private static IReadOnlyList<PoolMachine> Read(string text)
    {
        var (machines, problems) = PoolFile.Read("machines.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Empty(problems);
        return [.. machines!.Value];
    }
}
