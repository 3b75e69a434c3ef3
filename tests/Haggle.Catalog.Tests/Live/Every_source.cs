using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Tests.Live;

/// <summary>What holds for each live source, whatever its vendor answers with.</summary>
public sealed class Every_source : IAsyncLifetime
{
    private static readonly string[] Wrong =
    [
        "", "{}", "[]", "null", "\"text\"", "12", "{\"offers\":", "<html><body>Sign in</body></html>", "a,b,c\n1,2,3\n", "[null,1,\"x\",{},[]]",
        "{\"offers\":[null],\"Items\":[1],\"plans\":[\"x\"],\"data\":{\"dataCenters\":[null],\"gpuTypes\":[1]},\"items\":[[]],\"sizes\":[null],\"skus\":[3],\"regions\":{\"x\":1},\"spot_advisor\":[]}",
        "{\"offers\":{\"a\":1},\"Items\":{},\"plans\":1,\"data\":[1],\"items\":\"x\",\"sizes\":{},\"skus\":{},\"regions\":7,\"spot_advisor\":null}",
        "callback({\"config\":{\"regions\":[{\"region\":1,\"instanceTypes\":[{\"type\":[],\"sizes\":[1]}]}]}});",
        "<DescribeRegionsResponse><regionInfo><item><regionName>us-east-1</regionName></item></regionInfo>",
    ];

    private LocalVendor _vendor = null!;

    public static TheoryData<string> Names => [.. LiveSources.About(_ => null).Select(about => about.Name)];

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public async ValueTask DisposeAsync() => await _vendor.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_an_answer_of_another_kind_for_no_price_and_says_what_is_wrong(string name)
    {
        foreach (var text in Wrong)
        {
            using var attempt = Try(name);
            _vendor.Otherwise = LocalVendor.Text(text);
            var (rows, fault) = await RowsAsync(attempt, name);
            Assert.Empty(rows);
            Assert.True(fault.Length > 0 || attempt.Report.Kept == 0, $"{name} keeps something of: {text}");
            Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Waits_as_it_is_asked_to_and_gives_up_in_the_end(string name)
    {
        foreach (var (retryAfter, wait) in new[] { ("", 3), ("17", 17) })
        {
            using var attempt = Try(name);
            _vendor.Otherwise = LocalVendor.Status(429, retryAfter);
            var (rows, fault) = await RowsAsync(attempt, name);
            Assert.Empty(rows);
            if (name == "nebius") continue; // Its protocol has a status of its own: Reading_nebius.
            Assert.Contains("429, 6 times", fault, StringComparison.Ordinal);
            Assert.Contains(TimeSpan.FromSeconds(wait), attempt.Time.Waits);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_a_cut_answer_for_no_answer(string name)
    {
        using var attempt = Try(name);
        _vendor.Otherwise = context => LocalVendor.SendAsync(context, new byte[100], "", cutAfter: 10, knowsRanges: false);
        var (rows, fault) = await RowsAsync(attempt, name);
        Assert.Empty(rows);
        Assert.NotEmpty(fault);
    }

    private static SourceTry Try(string name)
    {
        var attempt = new SourceTry();
        foreach (var variable in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "GOOGLE_API_KEY", "LAMBDA_API_KEY", "DIGITALOCEAN_TOKEN", "NEBIUS_IAM_TOKEN" }) attempt.Variables[variable] = "hush";
        return attempt;
    }

    // A fault of the whole source is thrown, one of a part is remembered; anything else is a mistake of ours and ends the test.
    private async Task<(string[] Rows, string Fault)> RowsAsync(SourceTry attempt, string name)
    {
        var source = LiveSources.All(variable => variable.StartsWith("HAGGLE_SOURCE_", StringComparison.Ordinal) ? _vendor.Address.ToString() : null).Single(each => each.About.Name == name);
        try
        {
            var rows = await attempt.ReadAsync(source);
            return (rows, string.Join("; ", attempt.Record.Parts.Values.Select(part => part.Fault).Where(text => text.Length > 0)));
        }
        catch (Exception refusal) when (refusal is WebFault or InvalidDataException)
        {
            return ([], refusal.Message);
        }
    }
}
