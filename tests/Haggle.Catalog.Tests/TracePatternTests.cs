using System.Text;
using Haggle.Catalog.Rehearsals;

namespace Haggle.Catalog.Tests;

public sealed class TracePatternTests
{
    [Theory]
    [InlineData("1,1,0,2", 1, 0, "20,10,10")] // up 20 s, down 10 s, up 10 s; then it starts again
    [InlineData("0,1,1,0", 1, 0, "20,20")] // it begins at the first tick that is up; what lies before comes after the end
    [InlineData("1,0,1,1", 1, 10, "30,10")] // so much later: round the end, two ups are one
    [InlineData("4,1,4,4", 2, 0, "10,10,20")] // a gang of two needs two at once
    [InlineData("1,1", 1, 0, "")] // always up
    [InlineData("1,0", 1, 25, "10,10")] // an offset beyond the end goes round
    public void A_trace_is_a_pattern_that_begins_up(string ticks, int nodes, int offsetSeconds, string seconds)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"metadata":{"gap_seconds":10,"other":"x"},"data":[{{ticks}}]}""");
        Assert.True(TracePattern.TryRead(json, nodes, TimeSpan.FromSeconds(offsetSeconds), out var pattern, out var problem), problem);
        Assert.Equal(seconds, string.Join(',', pattern.Select(length => length.TotalSeconds)));
    }

    [Theory]
    [InlineData("{\"data\":[1]}", "it has no \"metadata\" with \"gap_seconds\"")]
    [InlineData("{\"metadata\":{\"gap_seconds\":0},\"data\":[1]}", "its \"gap_seconds\" must be more than 0 and at most a week")]
    [InlineData("{\"metadata\":{\"gap_seconds\":1},\"data\":[]}", "it has no \"data\"")]
    [InlineData("{\"metadata\":{\"gap_seconds\":1},\"data\":[0,0]}", "it is never up")]
    [InlineData("null", "it has no \"metadata\" with \"gap_seconds\"")]
    [InlineData("\n\nx", "it is not the JSON of a trace (line 3); a trace is {\"metadata\":{\"gap_seconds\":600},\"data\":[0,1,...]}")]
    [InlineData("{\"data\":{\"a\":1}}", "it is not the JSON of a trace (line 1); a trace is {\"metadata\":{\"gap_seconds\":600},\"data\":[0,1,...]}")]
    public void What_is_no_trace_is_refused_in_one_sentence(string json, string problem)
    {
        Assert.False(TracePattern.TryRead(Encoding.UTF8.GetBytes(json), 1, TimeSpan.Zero, out _, out var said));
        Assert.Equal(problem, said);
    }

    [Fact]
    public void Every_published_trace_is_read_and_no_time_is_lost()
    {
        var folder = Path.Combine(Root(), "..", "shared", "data", "traces", "public");
        if (!Directory.Exists(folder)) Assert.Skip("the published traces are not here");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            Assert.True(TracePattern.TryRead(File.ReadAllBytes(file), 1, TimeSpan.Zero, out var pattern, out var problem), $"{file}: {problem}");
            Assert.All(pattern, length => Assert.True(length > TimeSpan.Zero));
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file));
            var gap = json.RootElement.GetProperty("metadata").GetProperty("gap_seconds").GetDouble();
            Assert.Equal(json.RootElement.GetProperty("data").GetArrayLength() * gap, pattern.Sum(length => length.TotalSeconds), 3);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? "/";
    }
}
