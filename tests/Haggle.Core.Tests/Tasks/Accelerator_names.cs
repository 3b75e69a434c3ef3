using Haggle.Core.Tasks;

namespace Haggle.Core.Tests.Tasks;

public sealed class Accelerator_names
{
    [Theory]
    [InlineData("A100", "A100")]
    [InlineData("a100-80gb", "A100-80GB")]
    [InlineData("A100_80GB", "A100-80GB")]
    [InlineData("rtx 4090", "RTX4090")]
    [InlineData("RTX PRO 6000", "RTXPRO6000")]
    [InlineData("mi300x", "MI300X")]
    [InlineData("TPU-V5P-8", "tpu-v5p-8")]
    [InlineData("Gaudi2", "Gaudi2")]
    [InlineData("A1000", null)]
    [InlineData("", null)]
    public void Are_found_in_any_spelling(string written, string? canonical) => Assert.Equal(canonical, KnownAccelerators.Find(written));

    [Theory]
    [InlineData("A10O", "A100")]
    [InlineData("H10O", "H100")]
    [InlineData("RTX4O90", "RTX4090")]
    [InlineData("trainum2", "Trainium2")]
    [InlineData("QuantumChip9000", null)]
    [InlineData("X", null)]
    [InlineData("", null)]
    public void Are_guessed_when_near(string written, string? meant) => Assert.Equal(meant, KnownAccelerators.Nearest(written));

    [Fact]
    public void Are_all_found_under_their_own_name() => Assert.All(KnownAccelerators.Names, name => Assert.Equal(name, KnownAccelerators.Find(name)));
}
