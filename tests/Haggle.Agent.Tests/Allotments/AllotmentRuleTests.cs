using Haggle.Agent.Allotments;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Allotments;

public sealed class AllotmentRuleTests
{
    private static readonly GpuMessage[] Cards =
        [Card(0, "A100", 40_000), Card(1, "A100", 40_000), Card(2, "T4", 16_000), Card(3, "T4", 16_000) with { Problem = "it is lost" }];

    [Theory]
    [InlineData(1, "", "", "given 0", "")]
    [InlineData(2, "", "", "given 0 1", "")]
    [InlineData(3, "", "", "given 0 1 2", "")]
    [InlineData(4, "", "", "never", "3 accelerators of the wanted kind are here, 4 are wanted")]
    [InlineData(1, "T4", "", "given 2", "")]
    [InlineData(2, "t4", "", "never", "1 accelerator of the wanted kind is here, 2 are wanted")]
    [InlineData(1, "", "0:1000", "given 1", "")]
    [InlineData(2, "A100", "0:1000", "full", "1 of 2 accelerators is free, 2 are wanted: 0 has run 1 (ann)")]
    [InlineData(0.5, "", "", "given 0*500", "")]
    [InlineData(0.5, "", "1:300", "given 1*500", "")]
    [InlineData(0.5, "", "0:300 1:500", "given 1*500", "")]
    [InlineData(0.7, "A100", "0:301 1:500", "full", "0 of 2 accelerators are free, 0.7 is wanted: 0 has run 1 (ann); 1 has run 2 (ann)")]
    [InlineData(1, "A100", "0:1 1:1", "full", "0 of 2 accelerators are free, 1 is wanted: 0 has run 1 (ann); 1 has run 2 (ann)")]
    [InlineData(0.3334, "", "0:333 1:1000", "given 0*334", "")]
    public void Cards_are_given_whole_or_in_shares_and_the_fullest_shares_first(double wanted, string name, string taken, string outcome, string why)
    {
        var standing = taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((each, i) => Record(i + 1, int.Parse(each.Split(':')[0]), int.Parse(each.Split(':')[1]))).ToArray();
        var answer = AllotmentRules.Choose(Wish(wanted) with { GpuName = name }, Cards, 8, 1000, standing);
        Assert.Equal(outcome, string.Join(' ', answer.Gpus.Select(gpu => gpu.Thousandths == 1000 ? $"{gpu.Index}" : $"{gpu.Index}*{gpu.Thousandths}").Prepend(answer.Outcome)));
        Assert.Equal(why, answer.Why);
    }

    [Theory]
    [InlineData(8, 1000, "given", "")]
    [InlineData(9, 0, "never", "there are 8 CPUs, 9 are wanted")]
    [InlineData(0, 1001, "never", "there are 1000 MiB of memory, 1001 are wanted")]
    public void CPUs_and_memory_are_given_while_there_are_some(double cpus, long memory, string outcome, string why) =>
        Assert.Equal((outcome, why), Of(AllotmentRules.Choose(Wish(0) with { Vcpus = cpus, MemoryMib = memory }, [], 8, 1000, [])));

    [Theory]
    [InlineData(4, 400, "given", "")]
    [InlineData(5, 0, "full", "4 of 8 CPUs are free, 5 are wanted")]
    [InlineData(0, 700, "full", "600 of 1000 MiB of memory are free, 700 are wanted")]
    [InlineData(0, 0, "given", "")]
    public void What_others_have_of_CPUs_and_memory_is_not_given_again(double cpus, long memory, string outcome, string why) =>
        Assert.Equal((outcome, why), Of(AllotmentRules.Choose(Wish(0) with { Vcpus = cpus, MemoryMib = memory }, [], 8, 1000, [Record(1, 0, 1000) with { Vcpus = 4, MemoryMib = 400 }])));

    [Fact]
    public void A_card_on_which_a_stranger_computes_is_not_given()
    {
        var used = Card(0, "A100", 40_000) with { Processes = [new GpuProcessMessage { Process = 77, Name = "python", User = "bob" }] };
        var answer = AllotmentRules.Choose(Wish(1), [used], 8, 1000, []);
        Assert.Equal((AllotAnswer.Full, "0 of 1 accelerator is free, 1 is wanted: 0 is used by python (bob, process 77)"), Of(answer));

        // A neighbour with a share of the card is no stranger there.
        Assert.Equal(AllotAnswer.Given, AllotmentRules.Choose(Wish(0.5), [used], 8, 1000, [Record(1, 0, 500) with { User = "bob" }]).Outcome);
        Assert.Equal(AllotAnswer.Full, AllotmentRules.Choose(Wish(0.5), [used], 8, 1000, [Record(1, 0, 500)]).Outcome);
    }

    [Fact]
    public void Programs_see_their_own_cards_only()
    {
        Assert.Equal("CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=-1 HAGGLE_GPU_COUNT=0 HIP_VISIBLE_DEVICES=-1 ROCR_VISIBLE_DEVICES=-1", Seen());
        Assert.Equal("CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=GPU-1,GPU-3 HAGGLE_GPU_COUNT=2 HIP_VISIBLE_DEVICES=-1 ROCR_VISIBLE_DEVICES=-1", Seen(Given(1), Given(3)));
        Assert.Equal("CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=1,3 HAGGLE_GPU_COUNT=2 HIP_VISIBLE_DEVICES=-1 ROCR_VISIBLE_DEVICES=-1", Seen(Given(1) with { Uuid = "" }, Given(3)));
        Assert.Equal("CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=0,1 HAGGLE_GPU_COUNT=2 HIP_VISIBLE_DEVICES=0,1 ROCR_VISIBLE_DEVICES=GPU-1,GPU-3", Seen(Given(1) with { Maker = "AMD" }, Given(3) with { Maker = "AMD" }));
        Assert.Contains("HAGGLE_GPU_MEMORY_MIB=10000 HAGGLE_GPU_SHARE=0.25", Seen(Given(1) with { Thousandths = 250, MemoryMib = 10_000 }), StringComparison.Ordinal);
    }

    private static string Seen(params AllottedGpuMessage[] gpus) =>
        string.Join(' ', VisibleGpus.Environment(gpus).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value}"));

    private static (string Outcome, string Why) Of((string Outcome, string Why, AllottedGpuMessage[] Gpus) answer) => (answer.Outcome, answer.Why);

    private static AllotRequest Wish(double gpus) => new() { Token = "new", Owner = "o", Gpus = gpus };

    private static GpuMessage Card(int index, string name, long memory) => new() { Index = index, Id = $"GPU-{index}", Uuid = $"GPU-{index}", Name = name, Maker = "NVIDIA", MemoryMib = memory };

    private static AllottedGpuMessage Given(int index, int thousandths = 1000) => new() { Id = $"GPU-{index}", Index = index, Maker = "NVIDIA", Uuid = $"GPU-{index}", Thousandths = thousandths };

    private static AllotmentRecord Record(int run, int card, int thousandths) => new()
    {
        Token = $"t{run}",
        Owner = "o",
        User = "ann",
        UserId = 1,
        Run = $"run {run}",
        Boot = "b",
        LeaseEnds = 1,
        Gpus = [Given(card, thousandths)],
    };
}
