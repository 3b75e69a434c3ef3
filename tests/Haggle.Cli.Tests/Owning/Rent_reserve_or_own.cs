using System.Text.Json;
using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Asking;
using Haggle.Cli.Owning;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests.Owning;

public sealed class Rent_reserve_or_own
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task The_answer_reads_the_same_as_it_was_read_once(int width)
    {
        using var world = OwnGround.World();
        var page = new Page(width, colours: false);
        OwnView.Write(page, await AnswerAsync(world), Noon);
        Assert.All(page.ToString().Split('\n'), line => Assert.True(line.Length <= width, line));
        Snapshot.Matches($"own-{width}", page.ToString());
    }

    [Fact]
    public async Task Article_C_comes_out_of_the_command_line()
    {
        using var world = OwnGround.World();
        var json = await JsonAsync(world, "own", "--machine", "box.yaml", "--provider", "cloud", "--against", "V100", "--months", "12");
        // 168 hours on a card that does 0.9 of a V100 are 151.2 hours of a V100: $3 each.
        Assert.Equal(2_752_000_000_000, json.GetProperty("own").GetProperty("net_nano_usd").GetInt64());
        var onDemand = Way(json, "on demand");
        Assert.Equal(23_652_000_000_000, onDemand.GetProperty("total_nano_usd").GetInt64());
        Assert.Equal(151.2, onDemand.GetProperty("hours_per_week").GetDouble(), 1e-9);
        Assert.InRange(onDemand.GetProperty("break_even_month").GetDouble(), 1.6, 1.7);
        Assert.Equal(17_082_000_000_000, Way(json, "reserved 1 year").GetProperty("total_nano_usd").GetInt64());
        Assert.True(json.GetProperty("owning_is_cheaper").GetBoolean());
    }

    [Fact]
    public async Task Data_that_must_stay_leave_out_the_machines_of_private_persons()
    {
        using var world = OwnGround.World();
        Assert.Equal("cloud v1 east", Way(await JsonAsync(world, "own", "--machine", "box.yaml", "--provider", "cloud", "--provider", "flea", "--against", "V100"), "on demand").GetProperty("machine").GetString());
        var open = await JsonAsync(world, "own", "--gpus", "1x GTX 1080 Ti", "--price", "3000", "--provider", "cloud", "--provider", "flea", "--against", "V100");
        Assert.Equal("flea x", Way(open, "on demand").GetProperty("machine").GetString());
    }

    [Theory]
    [InlineData("1x\"GTX 1080 Ti\"")]
    [InlineData("GTX1080Ti:1")]
    [InlineData("GTX 1080 Ti")]
    public async Task The_same_cards_may_be_written_in_many_ways(string gpus)
    {
        using var world = OwnGround.World();
        var json = await JsonAsync(world, "own", "--gpus", gpus, "--price", "3000", "--provider", "cloud", "--provider", "flea", "--against", "V100");
        Assert.Equal("flea x", Way(json, "on demand").GetProperty("machine").GetString());
    }

    [Fact]
    public async Task What_was_really_run_is_translated_into_hours_of_the_own_machine()
    {
        using var world = OwnGround.World();
        await using var server = await world.ServeAsync();
        var run = Samples.Run with { Rehearsal = null };
        server.On("GET /v1/runs", new RunListMessage { Now = Noon, Runs = [run, run with { Id = 8, Rehearsal = Samples.Rehearsal }, run with { Id = 9 }] }, RestJson.Default.RunListMessage);
        server.On("GET /v1/runs/7/bill", Bill("cloud/east/v1/on-demand", hours: 100, usd: 300), RestJson.Default.BillMessage);
        server.On("GET /v1/runs/9/bill", Bill("local/here/machine/owned", hours: 1, usd: 0), RestJson.Default.BillMessage);
        var json = await JsonAsync(world, "own", "--machine", "box.yaml", "--from-ledger", "--provider", "cloud", "--against", "V100");
        var ledger = json.GetProperty("ledger");
        Assert.Equal(1, ledger.GetProperty("runs").GetInt32());
        Assert.Equal(100, ledger.GetProperty("rented_hours").GetDouble());
        // A V100's hour is 1/0.9 hours of the own machine; 28 days are four weeks.
        Assert.Equal(100 / 0.9, ledger.GetProperty("own_hours").GetDouble(), 1e-6);
        Assert.Equal(100 / 0.9 / 4, json.GetProperty("hours_per_week").GetDouble(), 1e-6);
        Assert.Equal(300_000_000_000, ledger.GetProperty("paid_nano_usd").GetInt64());
        Assert.Equal(2_700_000_000, Way(json, "as you ran it").GetProperty("price_nano_usd_per_hour").GetInt64());
        Assert.DoesNotContain("GET /v1/runs/8/bill", server.Asked);
    }

    [Fact]
    public async Task More_than_a_week_holds_says_how_many_machines_it_takes()
    {
        using var world = OwnGround.World();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/runs", new RunListMessage { Now = Noon, Runs = [Samples.Run with { Rehearsal = null }] }, RestJson.Default.RunListMessage);
        server.On("GET /v1/runs/7/bill", Bill("cloud/east/v1/on-demand", hours: 1000, usd: 3000), RestJson.Default.BillMessage);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("own", "--machine", "box.yaml", "--from-ledger"));
        Assert.Contains("278 hours a week", world.Error, StringComparison.Ordinal);
        Assert.Contains("It takes 2 such machines: --gpus GTX1080Ti:2", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_one_file_that_needs_nothing_else()
    {
        using var world = OwnGround.World();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("own", "--machine", "box.yaml", "--html", "own.html", "--provider", "cloud", "--against", "V100"));
        var html = File.ReadAllText(world.Folder.At("own.html"));
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Contains("the article&#39;s machine", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say which machine", "For example haggle own", "own")]
    [InlineData("say which machine", "", "own --gpus V100 --machine box.yaml")]
    [InlineData("no accelerator 'RTX4O90' is known", "Did you mean RTX4090?", "own --gpus RTX4O90")]
    [InlineData("'0' is not a number of cards", "", "own --gpus RTX4090:0")]
    [InlineData("is not hours a week", "", "own --gpus RTX4090 --hours-per-week 169")]
    [InlineData("is not hours a week", "", "own --gpus RTX4090 --hours-per-week -1")]
    [InlineData("--watts '-5' is not watts", "", "own --gpus RTX4090 --watts -5")]
    [InlineData("--price 'dear' is not dollars", "", "own --gpus RTX4090 --price dear")]
    [InlineData("--months 0 is not within 1 to 240", "", "own --gpus RTX4090 --months 0")]
    [InlineData("there is no assumption 'pu'", "Did you mean pue?", "own --gpus RTX4090 --set pu=1")]
    [InlineData("pue is 0.5; it must be", "", "own --gpus RTX4090 --set pue=0.5")]
    [InlineData("no price of a H200 is known", "--price 9500", "own --gpus H200")]
    [InlineData("none.yaml is not there", "docs/owning.md", "own --machine none.yaml")]
    [InlineData("box.yaml:2:8: error: watts must be watts", "", "own --machine broken/box.yaml")]
    [InlineData("nobody in the catalogue lets a machine", "--split", "own --gpus RTX4090:8 --provider flea")]
    [InlineData("both say how much", "", "own --gpus RTX4090 --from-ledger --hours-per-week 3")]
    public async Task A_mistake_gets_one_clear_message(string message, string hint, string line)
    {
        using var world = OwnGround.World();
        Directory.CreateDirectory(world.Folder.At("broken"));
        File.WriteAllText(world.Folder.At("broken/box.yaml"), "gpus: RTX4090\nwatts: -3\n");
        Assert.NotEqual(ExitCodes.Ok, await world.RunAsync(line.Split(' ')));
        var error = string.Join(' ', world.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_file_may_set_every_assumption_that_there_is()
    {
        var terms = string.Join('\n', OwningFacts.BuiltIn.Terms.Select(term => FormattableString.Invariant($"  {term.Name}: {term.Value}")));
        var (machine, problems) = TaskFiles.Machines.MachineFile.Read("box.yaml", System.Text.Encoding.UTF8.GetBytes("gpus: RTX4090\nterms:\n" + terms));
        Assert.Empty(problems);
        Assert.Equal(OwningFacts.BuiltIn.Terms.Length, machine!.Terms.Count);
    }

    [Fact]
    public async Task The_machine_file_of_the_guide_is_read()
    {
        using var world = OwnGround.World();
        var guide = File.ReadAllText(Path.Combine(Snapshot.Folder, "..", "..", "docs", "owning.md"));
        var start = guide.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        File.WriteAllText(world.Folder.At("guide.yaml"), guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]);
        var json = await JsonAsync(world, "own", "--machine", "guide.yaml", "--against", "V100", "--split");
        Assert.Equal(7, json.GetProperty("parts_check").GetArrayLength());
        Assert.NotEqual(0, json.GetProperty("advice").GetArrayLength());
    }

    private static async Task<OwnAnswer> AnswerAsync(TestWorld world)
    {
        using var market = MarketAnswer.Open(world.World());
        var wish = new OwnWish { MachineFile = "box.yaml", Providers = ["cloud"], Against = OfferOptions.Wishes(["V100"]) };
        return new OwnAnswer(await new OwnCaseMaker(world.World(), wish, OwningFacts.BuiltIn, market).MakeAsync(CancellationToken.None), OwningFacts.BuiltIn);
    }

    private static async Task<JsonElement> JsonAsync(TestWorld world, params string[] args)
    {
        var before = world.Output.Length;
        Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. args, "--json"]));
        using var document = JsonDocument.Parse(world.Output[before..]);
        return document.RootElement.Clone();
    }

    private static JsonElement Way(JsonElement json, string name) => json.GetProperty("rent").EnumerateArray().Single(way => way.GetProperty("way").GetString() == name);

    private static BillMessage Bill(string offer, double hours, int usd) => new()
    {
        Run = 7,
        Name = "x",
        Now = Noon,
        Lines = [new BillLineMessage { Epoch = 1, Offer = offer, Purchase = "on-demand", From = Noon.AddDays(-28), To = Noon.AddDays(-27), BilledSeconds = hours * 3600, CostNanoUsd = usd * 1_000_000_000L }],
        TotalNanoUsd = usd * 1_000_000_000L,
    };
}
