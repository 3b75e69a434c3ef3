using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Providers.Ssh;
using Haggle.Wire.Hosts;

namespace Haggle.Ssh.Tests;

public sealed class PoolPicturesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "", "", 1000, "nobody has it")]
    [InlineData(500, "", "", 500, "half of it is given")]
    [InlineData(1000, "", "", 0, "all of it is given")]
    [InlineData(500, "t-1", "ml", 500, "its program computes on it")]
    [InlineData(500, "", "ml", 500, "a program of its user, whose mark cannot be read")]
    [InlineData(500, "", "", 500, "no program is seen")]
    [InlineData(0, "", "eve", 0, "a stranger computes on it")]
    [InlineData(500, "", "eve", 0, "a stranger computes beside what is given")]
    [InlineData(500, "t-9", "ml", 0, "a machine computes on it to which it was not given")]
    public void What_is_free_of_a_card(int given, string token, string user, int free, string why)
    {
        var card = new GpuMessage { Index = 0, Id = "GPU-0", Name = "NVIDIA A100-SXM4-80GB", Maker = "NVIDIA", MemoryMib = 80 << 10 };
        if (token.Length + user.Length > 0) card = card with { Processes = [new GpuProcessMessage { Process = 7, Token = token, User = user }] };
        var facts = Facts([card], given == 0 ? [] : [Allotment("t-1", given)]);
        var supply = Assert.Single(PoolPictures.Of([(Machine("lab"), facts)], Noon).Supplies);
        Assert.True(free == Assert.Single(supply.Cards).Free, $"{why}: {supply.Cards[0]}");
    }

    [Fact]
    public void What_is_given_is_taken_off_and_never_more_than_there_is()
    {
        var supply = Assert.Single(PoolPictures.Of([(Machine("lab"), Facts([], [Allotment("t-1", 0) with { Vcpus = 3, MemoryMib = 2048 }, Allotment("t-2", 0) with { Vcpus = 9, MemoryMib = 1 << 20 }]))], Noon).Supplies);
        Assert.Equal((0.0, Gib.FromMib(0)), (supply.Vcpus, supply.Memory));
    }

    [Fact]
    public void A_machine_that_is_drained_or_not_reached_is_closed_and_what_it_gave_stays_in_the_picture()
    {
        var gpu = new GpuMessage { Index = 0, Id = "GPU-0", Name = "Tesla V100", Maker = "NVIDIA", MemoryMib = 16 << 10 };
        var broken = new GpuMessage { Index = 1, Id = "GPU-1", Name = "Tesla V100", Maker = "NVIDIA", Problem = "it has fallen off the bus" };
        var picture = PoolPictures.Of([(Machine("gone"), null), (Machine("old") with { Draining = true }, Facts([broken, gpu], [Allotment("t-1", 1000)])), (Machine("new"), Facts([gpu], []))], Noon);
        Assert.Equal([("gone", false, 0), ("old", false, 1), ("new", true, 1)], picture.Supplies.Select(each => (each.Name, each.IsOpen, each.Cards.Length)));
        var holding = Assert.Single(picture.Holdings);
        Assert.Equal(("t-1", 1, 0), (holding.Token, holding.Part.Host, Assert.Single(holding.Part.Cards)));
    }

    private static PoolMachine Machine(string name) => new() { Name = name, Host = name };

    private static AllotmentMessage Allotment(string token, int thousandths) => new()
    {
        Token = token,
        Owner = "mine",
        User = "ml",
        Gpus = thousandths == 0 ? [] : [new AllottedGpuMessage { Id = "GPU-0", Index = 0, Maker = "NVIDIA", Thousandths = thousandths }],
    };

    private static HostFactsMessage Facts(GpuMessage[] gpus, AllotmentMessage[] allotments) => new()
    {
        Agent = "0",
        Host = "lab",
        Architecture = "x86_64",
        Boot = "b",
        At = Noon,
        User = "ml",
        Vcpus = 8,
        MemoryMib = 6 << 10,
        MemoryFreeMib = 1 << 10,
        DiskMib = 1,
        DiskFreeMib = 1,
        Gpus = gpus,
        Allotments = allotments,
    };
}
