using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Market;

public sealed class AcceleratorNameTests
{
    [Theory]
    [InlineData("A100", "A100", 0, "")]
    [InlineData("A100_SXM_80GB", "A100", 80, "SXM")]
    [InlineData("NVIDIA A100 (80 GB)", "A100", 80, "")]
    [InlineData("nvidia-a100-80gb", "A100", 80, "")]
    [InlineData("Tesla V100-SXM2-16GB", "V100", 16, "SXM")]
    [InlineData("NVIDIA A100 80GB PCIe", "A100", 80, "PCIE")]
    [InlineData("NVIDIA H100 80GB HBM3", "H100", 80, "")]
    [InlineData("NVIDIA GeForce RTX 4090", "RTX4090", 0, "")]
    [InlineData("RTX_4090", "RTX4090", 0, "")]
    [InlineData("NVIDIA RTX A6000", "A6000", 0, "")]
    [InlineData("RTXA6000", "A6000", 0, "")]
    [InlineData("RTX 6000 Ada Generation", "RTX6000ADA", 0, "")]
    [InlineData("AMD Instinct MI300X", "MI300X", 0, "")]
    [InlineData("tpu-v5litepod-8", "TPUV5LITEPOD8", 0, "")]
    [InlineData("", "", 0, "")]
    public void A_name_is_read_in_any_spelling(string name, string model, int memory, string form) =>
        Assert.Equal(new AcceleratorName(model, memory, form), AcceleratorName.Parse(name));

    [Theory]
    [InlineData("A100", "A100-80GB", 0, true)] // more memory than asked for
    [InlineData("A100-80GB", "A100", 40, false)]
    [InlineData("A100-80GB", "A100", 80, true)] // the offer says it elsewhere
    [InlineData("H100-SXM", "H100-PCIe", 80, false)]
    [InlineData("H100-SXM", "H100", 80, true)] // it does not say otherwise
    [InlineData("A10", "A100", 40, false)]
    [InlineData("RTX6000", "RTX6000-Ada", 48, false)]
    public void An_offers_name_satisfies_what_a_wish_names(string wish, string offer, double memoryGib, bool satisfies) =>
        Assert.Equal(satisfies, AcceleratorName.Parse(offer).Satisfies(AcceleratorName.Parse(wish), Gib.FromGib(memoryGib)));

    [Theory]
    [InlineData(15360, 16, true)] // a T4
    [InlineData(23028, 24, true)] // an A10G
    [InlineData(81559, 80, true)] // an H100
    [InlineData(40960, 80, false)]
    public void Memory_as_a_driver_reports_it_counts_as_its_label(long mib, double asked, bool enough) =>
        Assert.Equal(enough, AcceleratorMemory.IsEnough(Gib.FromMib(mib), Gib.FromGib(asked)));

    [Theory]
    [InlineData("H100", "NVIDIA")]
    [InlineData("MI300X", "AMD")]
    [InlineData("tpu-v4-8", "Google")]
    [InlineData("Trainium2", "AWS")]
    [InlineData("Gaudi3", "Intel")]
    [InlineData("", "")]
    public void The_maker_is_known_by_the_model(string name, string maker) => Assert.Equal(maker, AcceleratorName.Parse(name).Maker);
}
