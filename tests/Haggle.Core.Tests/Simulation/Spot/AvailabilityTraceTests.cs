using System.Text;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

public sealed class AvailabilityTraceTests
{
    [Fact]
    public void A_trace_is_read_and_a_gang_needs_all_its_machines()
    {
        var trace = AvailabilityTrace.Parse("x", """{"metadata": {"gap_seconds": 300, "more": [1]}, "data": [0, 3, 4, 16]}"""u8);
        Assert.Equal((300, 4), (trace.Gap, trace.Instances.Length));
        Assert.Equal([0, 0, 1, 1], ZoneSet.Of([trace], machines: 4).Up.ToArray());
    }

    [Theory]
    [InlineData("", "not a JSON object")]
    [InlineData("[1, 2]", "metadata.gap_seconds is missing")]
    [InlineData("""{"data": [1]}""", "metadata.gap_seconds is missing")]
    [InlineData("""{"metadata": {"gap_seconds": 600}}""", "data is missing or empty")]
    [InlineData("""{"metadata": {"gap_seconds": "x"}, "data": [1]}""", "not a JSON object")]
    public void A_file_that_is_no_trace_is_refused_with_its_name_and_the_reason(string json, string reason)
    {
        var fault = Assert.Throws<FormatException>(() => AvailabilityTrace.Parse("us-x", Encoding.UTF8.GetBytes(json)));
        Assert.Contains("us-x", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zones_of_different_ticks_do_not_stand_side_by_side() =>
        Assert.Throws<ArgumentException>(() => ZoneSet.Of([new AvailabilityTrace("a", 600, [1]), new AvailabilityTrace("b", 300, [1])]));
}
