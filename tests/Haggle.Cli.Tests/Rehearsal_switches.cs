using Haggle.Cli.Rehearsing;

namespace Haggle.Cli.Tests;

public sealed class Rehearsal_switches
{
    [Theory]
    [InlineData("40s", 40)]
    [InlineData("40", 40)]
    [InlineData("2m", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86400)]
    public void A_time_is_read(string text, double seconds)
    {
        Assert.True(SpanText.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-4s")]
    [InlineData("4x")]
    [InlineData("1m1h")]
    [InlineData("1m1m")]
    [InlineData("1h30")]
    [InlineData("1e9s")]
    [InlineData("99999d")]
    public void What_is_no_time_is_refused(string text) => Assert.False(SpanText.TryParse(text, out _));

    [Theory]
    [InlineData("1110011", 0, "50,20")]
    [InlineData("0110010", 0, "20,20,10,20")]
    [InlineData("0110010", 1, "10,20,20,20")]
    [InlineData("0110010", 2, "20,20,10,20")]
    [InlineData("0110010", -1, "10,20,20,20")]
    [InlineData("111", 0, "")]
    public void A_trace_becomes_a_ring_that_begins_up(string ticks, long start, string expected) =>
        Assert.Equal(expected, string.Join(',', TraceFile.Ring([.. ticks.Select(tick => tick == '1')], 10, start)));

    [Fact]
    public void A_trace_counts_machines_against_the_nodes_that_are_needed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.json", """{"metadata": {"gap_seconds": 300}, "data": [4, 4, 2, 4, 0]}""");
        Assert.Equal([600, 300, 300, 300], TraceFile.Read(path, nodes: 4, start: 0));
        Assert.Equal([1200, 300], TraceFile.Read(path, nodes: 1, start: 0));
        Assert.Throws<CliException>(() => TraceFile.Read(path, nodes: 5, start: 0));
    }

    [Theory]
    [InlineData("", "line 1 is not JSON")]
    [InlineData("[1,0]", "it has no list \"data\"")]
    [InlineData("""{"data": [1, 0]}""", "metadata.gap_seconds is not a number above 0")]
    [InlineData("""{"metadata": {"gap_seconds": 0}, "data": [1, 0]}""", "metadata.gap_seconds is not a number above 0")]
    [InlineData("""{"metadata": {"gap_seconds": 9}, "data": [1, "x"]}""", "data[1] is not a number")]
    public void What_is_no_trace_is_refused_with_the_reason(string content, string why)
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<CliException>(() => TraceFile.Read(folder.Write("t.json", content), 1, 0));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
    }

    [Fact]
    public void A_real_trace_alternates_and_keeps_its_length()
    {
        var root = Path.GetFullPath(Path.Combine(Snapshot.Folder, "../../../shared/data/traces/public/1-node/aws-02-15-2023/us-east-1d_v100_1.json"));
        if (!File.Exists(root)) Assert.Skip("the reference traces are not here");
        var pattern = TraceFile.Read(root, 1, 0);
        Assert.Equal(20158 * 195.0, pattern.Sum());
        Assert.Equal(11142 * 195.0, pattern.Where((_, index) => index % 2 == 1).Sum());
        Assert.True(pattern.Length % 2 == 0);
    }

    [Fact]
    public void Switches_become_a_request()
    {
        using var world = new TestWorld();
        var wish = new RehearsalWish { Offer = "", ReclaimEvery = "40s", Speed = "600x", Notice = "2m", Seed = 7 };
        var request = wish.ToRequest(world.World(), nodes: 1);
        Assert.NotNull(request);
        Assert.Equal((null, 600, 40, 120, 7), (request.Offer, request.Pace, request.ReclaimEverySeconds, request.NoticeSeconds, request.Seed));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("fast")]
    [InlineData("1.5")]
    [InlineData("100001")]
    public void A_speed_that_is_none_is_refused(string speed)
    {
        using var world = new TestWorld();
        Assert.Throws<CliException>(() => new RehearsalWish { Offer = "", Speed = speed }.ToRequest(world.World(), 1));
    }

    [Fact]
    public void Switches_of_a_rehearsal_without_one_are_refused()
    {
        using var world = new TestWorld();
        Assert.Null(new RehearsalWish().ToRequest(world.World(), 1));
        Assert.Throws<CliException>(() => new RehearsalWish { Speed = "600" }.ToRequest(world.World(), 1));
        Assert.Throws<CliException>(() => new RehearsalWish { Offer = "", Trace = "x", ReclaimEvery = "4s" }.ToRequest(world.World(), 1));
    }
}
