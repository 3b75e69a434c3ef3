using Haggle.Core.Market;

namespace Haggle.Core.Tests;

public sealed class AcceleratorTableTests
{
    [Theory]
    [InlineData("A100_SXM_80GB", 0, "A100-80GB")]
    [InlineData("A100 (80 GB)", 0, "A100-80GB")]
    [InlineData("A100-80G", 0, "A100-80GB")]
    [InlineData("nvidia-a100-80gb", 0, "A100-80GB")]
    [InlineData("NVIDIA A100 NVLink", 40, "A100")]
    [InlineData("A100_PCIE_80GB", 0, "A100-80GB-PCIE")]
    [InlineData("A100", 0, null)] // 40 or 80
    [InlineData("A100 (20 GB)", 0, null)] // a slice
    [InlineData("H100", 93.5, "H100-NVL")] // only that one has so much
    [InlineData("H100 HGX (80GB)", 0, "H100")]
    [InlineData("H100_NVL", 0, "H100-NVL")]
    [InlineData("NVIDIA B200 SXM6", 192, "B200")]
    [InlineData("NVIDIA B300", 180, null)]
    [InlineData("RTX 4090 (48 GB mod)", 48, null)]
    [InlineData("NVIDIA RTX 6000 Pro", 96, "RTXPRO6000")]
    [InlineData("RTX A6000 (48 GB)", 0, "RTXA6000")]
    [InlineData("A6000", 0, "RTXA6000")]
    [InlineData("Quadro RTX 6000 (24 GB)", 0, "RTX6000")]
    [InlineData("RTX-6000-Ada", 0, "RTX6000-Ada")]
    [InlineData("T4 (16)", 0, "T4")]
    [InlineData("3080Ti ()", 12, "RTX3080Ti")]
    [InlineData("RTX 4060 Ti", 16, "RTX4060Ti-16GB")]
    [InlineData("TPU v6e", 0, "TPU-v6e")]
    [InlineData("nvidia-l4-vws", 24, null)] // a licence for workstations is not the card
    [InlineData("Voodoo2", 0, null)]
    [InlineData("", 0, null)]
    public void A_spelling_means_one_card_or_none(string spelling, double memory, string? name)
    {
        Assert.Equal(name, AcceleratorTable.Resolve(spelling, memory, out var why)?.Name);
        Assert.Equal(name is null, why.Length > 0);
    }

    [Fact]
    public void Every_card_is_found_by_its_own_name_and_memory() =>
        Assert.All(AcceleratorTable.All, model => Assert.Same(model, AcceleratorTable.Resolve(model.Name, model.MemoryGb.Value, out _)));

    [Fact]
    public void Every_card_that_trains_has_a_rate_and_lies_between_the_first_and_the_newest()
    {
        Assert.Equal(AcceleratorTable.All.Length, AcceleratorTable.All.Select(model => model.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(AcceleratorTable.All.Where(model => model.Name != "Gaudi"), model => Assert.True(model.Fp32 is not null || model.Tensor16 is not null, model.Name));
        Assert.All(AcceleratorTable.All, model => Assert.InRange(model.Released.Year, 2014, 2026));
        Assert.All(AcceleratorTable.All, model => Assert.True(model.Fp8 is not { } fp8 || fp8.Value >= model.Tensor16!.Value.Value, model.Name));
    }

    [Theory]
    [InlineData("K80", 4.11, null)]
    [InlineData("V100", 15.67, 125.0)]
    [InlineData("T4", 8.14, 65.13)]
    [InlineData("A100", 19.49, 312.0)]
    [InlineData("H100", 66.91, 989.4)]
    public void Known_figures(string name, double fp32, double? tensor)
    {
        var model = AcceleratorTable.Find(name);
        Assert.Equal(fp32, model?.Fp32?.Value);
        Assert.Equal(tensor, model?.Tensor16?.Value);
    }
}
