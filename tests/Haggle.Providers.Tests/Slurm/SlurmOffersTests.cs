using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Providers.Slurm;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Tests.Slurm;

public sealed class SlurmOffersTests
{
    private static readonly SlurmNode Node = new("n1", "10.0.0.1", "gpu", 64, 512 * 1024, 8, "h100", true);
    private static readonly SlurmQueue Queue = new("gpu", true, false, TimeSpan.Zero, null);

    [Fact]
    public void A_part_of_a_node_has_its_share_of_everything_and_pays_for_it()
    {
        var priced = new SlurmPartition { Name = "gpu", NodeHour = HourlyRate.FromUsd(8m), GpuHour = HourlyRate.FromUsd(2m), CpuHour = HourlyRate.FromUsd(0.01m) };
        var three = Offers(priced, Queue, Node).Single(offer => offer.Quote.Offer.AcceleratorCount.Equals(3));
        var offer = three.Quote.Offer;
        Assert.Equal(("slurm/lab:gpu/3xH100-24cpu-192g/owned", "H100", 24.0, Gib.FromGib(192), Purchase.Owned), (offer.Key.Value, offer.Accelerator, offer.Vcpus, offer.Memory, offer.Purchase));
        Assert.Equal(HourlyRate.FromUsd(3m + 6m + 0.24m), three.Quote.Rate);
    }

    [Fact]
    public void A_partition_whose_jobs_may_be_taken_back_is_spot_unless_the_configuration_knows_better()
    {
        var preemptible = Queue with { IsPreemptible = true };
        Assert.All(Offers(new SlurmPartition { Name = "gpu" }, preemptible, Node), offer => Assert.Equal(Purchase.Spot, offer.Quote.Offer.Purchase));
        Assert.All(Offers(new SlurmPartition { Name = "gpu", Preemptible = false }, preemptible, Node), offer => Assert.Equal(Purchase.Owned, offer.Quote.Offer.Purchase));
    }

    [Fact]
    public void What_is_down_closed_or_not_configured_is_not_offered()
    {
        var partition = new SlurmPartition { Name = "gpu" };
        Assert.Empty(Offers(partition, Queue, Node with { IsUsable = false }));
        Assert.Empty(Offers(partition, Queue with { IsUp = false }, Node));
        Assert.Empty(Offers(partition with { Name = "other" }, Queue, Node));
        Assert.Equal(Offers(partition, Queue, Node).Length, Offers(partition, Queue, Node, Node with { Name = "n2" }).Length);
    }

    [Fact]
    public void GPUs_that_Slurm_only_counts_have_the_kind_of_the_configuration()
    {
        var offers = Offers(new SlurmPartition { Name = "gpu", Gpu = "A100-80GB" }, Queue, Node with { GpuType = "", Gpus = 2 });
        Assert.Equal(["", "A100-80GB"], offers.Select(offer => offer.Quote.Offer.Accelerator).Distinct());
        Assert.All(offers, offer => Assert.Equal("", offer.GpuType));
    }

    private static SlurmOffer[] Offers(SlurmPartition partition, SlurmQueue queue, params SlurmNode[] nodes) =>
        [.. SlurmOffers.Of(new SlurmCluster { Name = "lab", Shared = "/shared", Partitions = [partition] }, [queue], [.. nodes], DateTimeOffset.UnixEpoch)];
}
