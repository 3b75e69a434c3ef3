using System.Collections.Immutable;

namespace Haggle.Images.Tests;

public sealed class CudaMatchTests
{
    private static readonly CudaFacts Facts = CudaFacts.BuiltIn;

    [Theory]
    // A driver that is new enough; nothing known; no CUDA.
    [InlineData("12.8", "570.26", "RTX 4090/8.9", "Runs", "")]
    [InlineData("12.4", "595.45.04", "A100/8.0", "Runs", "")]
    [InlineData("", "450.80.02", "A100/8.0", "Runs", "")]
    [InlineData("12.8", "", "A100/8.0", "Runs", "")]
    [InlineData("11.8", "525.60.13", "A100/8.0", "Runs", "")]
    // Too old.
    [InlineData("12.8", "470.161.03", "GeForce RTX 3090/8.6", "Refused",
        "image needs CUDA 12.8, driver 470 on gpu1 allows 11.4: use pytorch/pytorch:1.12.1-cuda11.3-cudnn8-runtime")]
    [InlineData("12.8", "570.20", "GeForce RTX 3090/8.6", "RunsWithLimits", "image has CUDA 12.8, driver 570.20 on gpu1 is of CUDA 12.6: it runs by minor version compatibility")]
    [InlineData("13.0", "575.57.08", "GeForce RTX 4090/8.9", "Refused",
        "image needs CUDA 13.0, driver 575 on gpu1 allows 12.9: use pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime or nvidia/cuda:12.8.1-cudnn-devel-ubuntu24.04")]
    [InlineData("12.8", "300.10", "K80/3.7", "Refused", "image has CUDA 12.8 code for compute capability 5.0 and later, K80 has 3.7: install a newer driver, or use another machine")]
    [InlineData("99.0", "595.45.04", "H100/9.0", "Runs", "")]
    [InlineData("99.0", "535.54.03", "RTX A6000/8.6", "Refused", "image needs CUDA 99.0, driver 535 on gpu1 allows 12.2")]
    // The same on data-center cards: what is in the image decides.
    [InlineData("12.8", "470.161.03", "A100/8.0", "DependsOnImage", "only if NVIDIA's forward-compatibility package is in the image")]
    [InlineData("12.8", "460.32.03", "A100/8.0", "Refused", "image needs CUDA 12.8, driver 460 on gpu1 allows 11.2: use pytorch/pytorch:2.5.1-cuda11.8-cudnn9-runtime or nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04")]
    [InlineData("12.8", "525.60.13", "A100/8.0", "RunsWithLimits", "minor version compatibility")]
    // The image's code and the card.
    [InlineData("12.4", "570.26", "B200/10.0", "Refused",
        "image has CUDA 12.4 code for compute capability up to 9.0, B200 has 10.0: use pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime or nvidia/cuda:12.8.1-cudnn-devel-ubuntu24.04")]
    [InlineData("12.8", "570.26", "RTX 5090/12.0", "Runs", "")]
    [InlineData("13.0", "580.65.06", "V100/7.0", "Refused",
        "image has CUDA 13.0 code for compute capability 7.5 and later, V100 has 7.0: use pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime or nvidia/cuda:12.8.1-cudnn-devel-ubuntu24.04")]
    [InlineData("11.4", "570.26", "L4/8.9", "Runs", "")]
    [InlineData("11.4", "570.26", "H100/9.0", "Refused", "code for compute capability up to 8.7, H100 has 9.0")]
    public void A_driver_and_a_card_decide_what_an_image_may_need(string cuda, string driver, string card, string outcome, string why)
    {
        var verdict = CudaMatch.Decide(new ImageNeeds { Cuda = DottedVersion.Parse(cuda) }, Host(driver, card), Facts);
        Assert.Equal(outcome, verdict.Outcome.ToString());
        if (why.Length == 0) Assert.Equal("", verdict.Why);
        else Assert.Contains(why, verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "470 535", "A100/8.0", "RunsWithLimits")]
    [InlineData(true, "", "A100/8.0", "RunsWithLimits")]
    [InlineData(true, "535 550", "A100/8.0", "Refused")]
    [InlineData(false, "470", "A100/8.0", "Refused")]
    [InlineData(true, "470", "GeForce RTX 3090/8.6", "Refused")]
    public void The_forward_compatibility_package_helps_on_its_branches_and_data_center_cards(bool has, string branches, string card, string outcome)
    {
        ImmutableArray<int> numbers = [.. branches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var needs = new ImageNeeds { Cuda = DottedVersion.Parse("12.8"), HasCompat = has, Branches = numbers };
        Assert.Equal(outcome, CudaMatch.Decide(needs, Host("470.161.03", card), Facts).Outcome.ToString());
    }

    [Fact]
    public void An_image_of_the_toolkit_alone_may_hold_programs_with_code_for_other_cards()
    {
        var needs = ImageReader.ByName(ImageName.Parse("nvidia/cuda:12.4.1-base-ubuntu22.04", out _)!, Facts);
        var verdict = CudaMatch.Decide(needs, Host("570.26", "B200/10.0"), Facts);
        Assert.Equal((CudaOutcome.RunsWithLimits, "image has CUDA 12.4 code for compute capability up to 9.0, B200 has 10.0: only programs that bring their own CUDA libraries run in it"), (verdict.Outcome, verdict.Why));
        Assert.Equal(CudaOutcome.Refused, CudaMatch.Decide(needs, Host("470.161.03", "GeForce RTX 3090/8.6"), Facts).Outcome);
    }

    [Fact]
    public void A_newer_driver_never_takes_away_what_an_older_one_ran()
    {
        var drivers = Facts.Toolkits.Select(toolkit => toolkit.DriverMin.ToString()).Reverse().ToArray();
        foreach (var toolkit in Facts.Toolkits)
        {
            var ran = false;
            foreach (var driver in drivers)
            {
                var runs = CudaMatch.Decide(new ImageNeeds { Cuda = toolkit.Cuda, HasCompat = false }, Host(driver, ""), Facts).Outcome < CudaOutcome.DependsOnImage;
                Assert.False(ran && !runs, $"CUDA {toolkit.Cuda} no longer runs with {driver}");
                ran |= runs;
            }

            Assert.True(ran);
        }
    }

    [Fact]
    public void The_table_is_in_order_and_newer_versions_need_newer_drivers()
    {
        for (var i = 1; i < Facts.Toolkits.Length; i++)
        {
            Assert.True(Facts.Toolkits[i].Cuda < Facts.Toolkits[i - 1].Cuda);
            Assert.True(Facts.Toolkits[i].DriverMin < Facts.Toolkits[i - 1].DriverMin);
        }
    }

    [Theory]
    [InlineData("pytorch", "", "", "pytorch/pytorch:2.9.1-cuda13.0-cudnn9-runtime")]
    [InlineData("pytorch", "550.54.14", "A100/8.0", "pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime")]
    [InlineData("pytorch", "595.45.04", "V100/7.0", "pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime")]
    [InlineData("pytorch", "595.45.04", "P100/6.0", "pytorch/pytorch:2.7.1-cuda12.6-cudnn9-runtime")]
    [InlineData("pytorch:cuda12.1", "470.57.02", "A100/8.0", "pytorch/pytorch:2.5.1-cuda12.1-cudnn9-runtime")]
    [InlineData("pytorch:cuda12.2", "", "", "there is no pytorch image for CUDA 12.2; there are CUDA 13.0, CUDA 12.8")]
    [InlineData("jax", "470.57.02", "A100/8.0", "no jax image that is known runs on gpu1 with driver 470.57.02 and A100")]
    [InlineData("cuda", "570.26", "RTX 5090/12.0", "nvidia/cuda:12.8.1-cudnn-devel-ubuntu24.04")]
    public void A_framework_alone_means_its_newest_image_that_runs(string name, string driver, string card, string answer)
    {
        var parsed = ImageName.Parse(name, out _)!;
        Assert.True(FrameworkImages.IsFramework(parsed, Facts));
        var image = FrameworkImages.Resolve(parsed, driver.Length == 0 ? null : Host(driver, card), Facts, out var why);
        Assert.StartsWith(answer, image ?? why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pytorch/pytorch")]
    [InlineData("pytorch:2.9")]
    [InlineData("busybox")]
    [InlineData("docker.io/pytorch")]
    public void Anything_else_is_an_image_of_its_own(string name) => Assert.False(FrameworkImages.IsFramework(ImageName.Parse(name, out _)!, Facts));

    private static HostCards Host(string driver, string card) => new("gpu1", DottedVersion.Parse(driver),
        card.Length == 0 ? [] : [new Card(card.Split('/')[0], DottedVersion.Parse(card.Split('/')[1]))]);
}
