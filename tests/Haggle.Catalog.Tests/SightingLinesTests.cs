using Haggle.Catalog.Learnt;
using Haggle.Core.Market;
using Haggle.Core.Policy.Experience;

namespace Haggle.Catalog.Tests;

public sealed class SightingLinesTests
{
    private const string Header = "{\"haggle\":\"experience\",\"version\":1}\n";
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_written_is_read_back_the_same_and_counts_once()
    {
        var sightings = Enumerable.Range(0, 30).Select(i => new MarketSighting
        {
            Offer = new OfferKey($"aws/us-east-1/p3/{i % 3}/spot"),
            Class = new MarketClass("aws", "V100", "us-east-1"),
            At = Noon.AddTicks(-i * 1_234_567_891L),
            Kind = (SightingKind)(i % 4),
            Held = TimeSpan.FromTicks(i * 98_765_431L),
            StartUp = TimeSpan.FromSeconds(i / 7.0),
            StagedBytes = i * 1_000_000_007L,
            Staging = TimeSpan.FromTicks(i * 3L),
        }).ToArray();
        var known = MarketExperience.None.With(sightings);
        var text = SightingLines.Write(known.All);
        var (read, problems) = SightingLines.Read(text, Noon);
        Assert.Empty(problems);
        Assert.Equal(sightings.ToHashSet(), read.ToHashSet());
        Assert.Equal(30, known.With(read).All.Count());
        Assert.Equal(text, SightingLines.Write(known.With(read).All));
    }

    [Fact]
    public void What_rehearsals_saw_stays_here()
    {
        var played = new MarketSighting { Offer = new OfferKey("x/y"), Class = new MarketClass("x", "", ""), At = Noon, Kind = SightingKind.Launched, World = "rehearsal 3" };
        Assert.Equal(Header, SightingLines.Write([played]));
    }

    [Theory]
    [InlineData("provider,offer\naws,x", "line 1: is not the first line of an export")]
    [InlineData("{\"haggle\":\"experience\",\"version\":2}", "line 1: is of another version")]
    [InlineData("{\"haggle\":7}", "line 1: is not the first line of an export")]
    [InlineData(Header + "nonsense", "line 2: is not one JSON object")]
    [InlineData(Header + "[]", "line 2: is not one JSON object")]
    [InlineData(Header + "{\"provider\":\"aws\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"launched\"}", "line 2: has no offer")]
    [InlineData(Header + "{\"offer\":\"x\",\"provider\":\"aws\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"eaten\"}", "line 2: kind is 'eaten', but must be one of launched, no-capacity, reclaimed, released")]
    [InlineData(Header + "{\"offer\":\"x\",\"provider\":\"aws\",\"at\":\"soon\",\"kind\":\"launched\"}", "line 2: at is not an instant")]
    [InlineData(Header + "{\"offer\":\"x\",\"provider\":\"aws\",\"at\":\"2036-11-20T00:00:00Z\",\"kind\":\"launched\"}", "line 2: at is 2036-11-20, which is yet to come")]
    [InlineData(Header + "\n{\"offer\":\"x\",\"provider\":\"aws\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"reclaimed\",\"held_seconds\":-1}", "line 3: held_seconds must be a number from 0 to")]
    [InlineData(Header + "{\"offer\":\"x\",\"provider\":\"aws\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"launched\",\"price\":3}", "line 2: has a field 'price' that means nothing")]
    public void A_mistake_is_told_with_its_line(string text, string problem) => Assert.StartsWith(problem, Assert.Single(SightingLines.Read(text, Noon).Problems), StringComparison.Ordinal);
}
