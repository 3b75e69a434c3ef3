using System.Diagnostics;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Providers.Local;
using Haggle.Machines;

namespace Haggle.Providers.Tests.Local;

public sealed class LocalPartsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(600, 120, 0, 11.8, 9.8)] // a scaled notice of 0.2 s becomes two real ones, at its end
    [InlineData(1, 120, 0, 6000.0, 5880.0)] // unscaled, the notice is the offer's own
    [InlineData(600, 0, 0, 10.0, null)] // no notice
    [InlineData(1, 120, 5940, 6060.0, 5940.0)] // a launch short before: the notice is at once, and whole
    public void A_reclaim_comes_when_the_market_goes_down(int pace, int noticeSeconds, int launchedAfter, double at, double? noticeAt)
    {
        var rehearsal = new Rehearsal
        {
            Offer = "x",
            Pace = pace,
            Start = Noon,
            Pattern = [TimeSpan.FromSeconds(6000), TimeSpan.FromHours(1)],
            Notice = TimeSpan.FromSeconds(noticeSeconds),
        };
        var reclaim = ReclaimPlan.For(rehearsal, Spot, Noon.AddSeconds(launchedAfter));
        Assert.Equal(Noon.AddSeconds(at), reclaim?.At);
        Assert.Equal(noticeAt is { } seconds ? Noon.AddSeconds(seconds) : null, reclaim?.NoticeAt);
    }

    [Fact]
    public void What_is_rented_on_demand_is_never_taken_back()
    {
        var rehearsal = new Rehearsal { Offer = "x", Start = Noon, Pattern = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)] };
        Assert.Null(ReclaimPlan.For(rehearsal, Spot with { Purchase = Purchase.OnDemand }, Noon));
        Assert.Null(ReclaimPlan.For(rehearsal with { Pattern = [] }, Spot, Noon));
    }

    [Fact]
    public void Addresses_go_from_two_upwards_and_on_to_the_next_net()
    {
        Assert.Equal("127.0.0.2", LoopbackAddresses.SmallestFree(new HashSet<string>()));
        Assert.Equal("127.0.0.3", LoopbackAddresses.SmallestFree(new HashSet<string> { "127.0.0.2", "127.0.0.4" }));
        Assert.Equal("127.0.1.1", LoopbackAddresses.SmallestFree(Enumerable.Range(2, 253).Select(i => $"127.0.0.{i}").ToHashSet()));
    }

    [Theory]
    [InlineData("12 (sh) S 1 12 12 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0", 12, 777L)]
    [InlineData("12 (a) (b c)) R 9 12 12 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 778 0 0", 12, 778L)] // a name with blanks and brackets
    [InlineData("12 (sh) Z 1 12 12 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0", null, null)] // a zombie is dead
    [InlineData("", null, null)] // a file that is being written
    [InlineData("12 (sh", null, null)]
    public void A_process_is_its_id_and_its_first_tick(string stat, int? id, long? tick)
    {
        var mark = ProcessMark.Parse(stat, out _);
        Assert.Equal((id, tick), (mark?.Id, mark?.StartTick));
    }

    [Theory]
    [InlineData("Tesla V100-SXM2-16GB, 16160\nTesla V100-SXM2-16GB, 16160\n", "Tesla V100-SXM2-16GB", 2, 16160)]
    [InlineData("NVIDIA H200, 143771\n", "NVIDIA H200", 1, 143771)]
    [InlineData("", "", 0, 0)]
    [InlineData("No devices were found\n", "", 0, 0)]
    public void The_drivers_answer_is_read(string lines, string name, int count, long mib)
    {
        var found = HostFacts.ParseDriver(lines);
        Assert.Equal((name, count, mib), (found.Name, found.Count, found.Memory.Mib));
    }

    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData(" 5\n", new[] { 5 })]
    public void A_list_of_cpus_is_read(string list, int[] cpus) => Assert.Equal(cpus, AllowedCpus.Parse(list));

    [Theory]
    [InlineData("PATH", true)]
    [InlineData("https_proxy", true)]
    [InlineData("CUDA_VISIBLE_DEVICES", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("HAGGLE_HOME", false)]
    public void A_machine_knows_of_the_servers_environment_what_it_needs(string name, bool passes) => Assert.Equal(passes, MachineEnvironment.Passes(name));

    [Theory]
    [InlineData(null, null, "", 2, "")]
    [InlineData(512L, null, "", 2, "prlimit --data=536870912")] // without a control group each process is limited by itself
    [InlineData(512L, null, "/group", 2, "")]
    [InlineData(null, 1, "", 2, "taskset -c 4")]
    [InlineData(null, 1, "", 3, "taskset -c 5")] // the neighbour gets another CPU
    [InlineData(null, 2, "", 3, "")]
    [InlineData(null, 4, "", 3, "")] // no more CPUs than allowed: nothing to do
    [InlineData(512L, 1, "", 2, "prlimit --data=536870912 taskset -c 4")]
    public void Limits_are_words_in_front_of_the_agents_command(long? mib, int? cpus, string group, int number, string words)
    {
        var settings = new MachineBounds(mib * 1024L * 1024, cpus);
        Assert.Equal(words, string.Join(' ', new MachineLimits(settings).Prefix(group, number, [4, 5])));
    }

    [Fact]
    public void Where_no_control_group_can_be_made_there_is_none()
    {
        Assert.Equal("", new MachineLimits(new MachineBounds(1 << 20, null), "/nowhere").MakeGroup("m"));
        Assert.Equal("", new MachineLimits(new MachineBounds(null, null)).MakeGroup("m"));
    }

    [Fact]
    public async Task A_limit_by_process_is_really_enforced_too()
    {
        var words = new MachineLimits(new MachineBounds(64 << 20, null)).Prefix("", 2, [0]);
        var start = new ProcessStartInfo(words[0], [.. words.Skip(1), "sh", "-c", "head -c 300000000 /dev/zero | tail -n 1 >/dev/null 2>&1; exit $?"]);
        using var limited = Process.Start(start) ?? throw new InvalidOperationException("no process");
        await limited.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, limited.ExitCode);
    }

    [Fact]
    public void A_name_cannot_lead_out_of_the_root()
    {
        Assert.True(MachineFolder.IsName("mine1234-7-1-0"));
        Assert.All(["", "..", "a/b", "a b", new string('x', 65)], name => Assert.False(MachineFolder.IsName(name)));
    }

    private static Offer Spot => new() { Key = new OfferKey("x"), Provider = new ProviderName("local"), InstanceType = "t", Purchase = Purchase.Spot };
}
