using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Providers.Hosts;
using Haggle.Providers.Ssh;
using Haggle.Wire.Hosts;

namespace Haggle.Ssh.Tests;

public sealed class PoolOffersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Accelerators_are_offered_by_one_two_four_up_to_all_with_their_share_of_everything()
    {
        var offers = PoolOffers.Of(Machine, Facts(48, "NVIDIA A100-SXM4-80GB", 6), new ProviderName("ssh"), Noon);
        Assert.Equal(
            [
                "ssh/lab/1x-a100-sxm4-80gb/owned A100 1 8 cpus 0.1",
                "ssh/lab/2x-a100-sxm4-80gb/owned A100 2 16 cpus 0.2",
                "ssh/lab/4x-a100-sxm4-80gb/owned A100 4 32 cpus 0.4",
                "ssh/lab/6x-a100-sxm4-80gb/owned A100 6 48 cpus 0.6",
            ],
            offers.Select(each => each.Quote).Where(quote => quote.Offer.AcceleratorCount >= 1).Select(quote =>
                FormattableString.Invariant($"{quote.Offer.Key} {quote.Offer.Accelerator} {quote.Offer.AcceleratorCount} {quote.Offer.Vcpus} cpus {quote.Rate.PerHour.NanoUsd / 1e9}")));
        Assert.All(offers, offer => Assert.Equal("NVIDIA A100-SXM4-80GB", offer.GpuName));
    }

    [Fact]
    public void A_computer_without_accelerators_offers_its_CPUs_and_a_broken_card_is_offered_by_nobody()
    {
        var none = PoolOffers.Of(Machine, Facts(3, "", 0), new ProviderName("ssh"), Noon);
        Assert.Equal(["1-cpu", "2-cpu", "3-cpu"], none.Select(each => each.Quote.Offer.InstanceType));
        var facts = Facts(8, "Tesla V100", 2);
        facts = facts with { Gpus = [facts.Gpus[0], facts.Gpus[1] with { Problem = "it has fallen off the bus" }] };
        Assert.Equal(["1x-v100"], PoolOffers.Of(Machine, facts, new ProviderName("ssh"), Noon).Select(each => each.Quote.Offer).Where(offer => offer.AcceleratorCount >= 1).Select(offer => offer.InstanceType));
    }

    [Theory]
    [InlineData("out\nhaggle-exit:0\n", 0, "out")]
    [InlineData("\nhaggle-exit:255\n", 255, "")]
    [InlineData("a\nhaggle-exit:1\nb\nhaggle-exit:7\n", 7, "a\nhaggle-exit:1\nb")] // the last word counts
    [InlineData("Connection to gpu1 closed by remote host.", null, null)]
    [InlineData("a\nhaggle-exit:1", null, null)] // cut off in the middle of the number, perhaps
    public void The_exit_code_of_a_command_is_told_apart_from_the_clients_own(string error, int? code, string? rest)
    {
        var exit = RemoteLine.ReadExit(error);
        Assert.Equal((code, rest), (exit?.Code, exit?.Error));
    }

    private static PoolMachine Machine => new() { Name = "lab", Host = "lab", Rate = HourlyRate.FromUsd(0.6m) };

    private static HostFactsMessage Facts(int vcpus, string gpu, int count) => new()
    {
        Agent = "0",
        Host = "lab",
        Architecture = "x86_64",
        Boot = "b",
        At = Noon,
        User = "ml",
        Vcpus = vcpus,
        MemoryMib = 6 << 10,
        MemoryFreeMib = 1 << 10,
        DiskMib = 1,
        DiskFreeMib = 1,
        Gpus = [.. Enumerable.Range(0, count).Select(i => new GpuMessage { Index = i, Id = $"GPU-{i}", Name = gpu, Maker = "NVIDIA", MemoryMib = 80 << 10 })],
    };
}
