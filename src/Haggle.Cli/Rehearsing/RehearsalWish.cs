using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Rehearsing;

/// <summary>The switches of a rehearsal, as they were written.</summary>
internal sealed record RehearsalWish
{
    /// <summary>Seconds there for one second here: above this, a minute there would be less than the clock here can tell apart.</summary>
    private const int FastestPace = 100_000;

    /// <summary>Faster reclaims than this leave a program no time to start.</summary>
    private static readonly TimeSpan ShortestReclaims = TimeSpan.FromSeconds(1);

    /// <summary>--rehearse: null without it, "" without an offer.</summary>
    public string? Offer { get; init; }

    public string? Trace { get; init; }

    public string? ReclaimEvery { get; init; }

    public string? Speed { get; init; }

    public string? Notice { get; init; }

    public long? Seed { get; init; }

    /// <summary>What to ask the server for; null in earnest.</summary>
    public RehearsalRequest? ToRequest(World world, int nodes)
    {
        Check();
        if (Offer is null) return null;
        var pattern = Trace is { } file ? TraceFile.Read(world.PathOf(file), nodes, Seed ?? 0) : null;
        return new RehearsalRequest
        {
            Offer = Offer.Length == 0 ? null : Offer,
            Pace = Speed is { } speed ? ReadPace(speed) : null,
            ReclaimEverySeconds = ReclaimEvery is { } every ? ReadSpan("--reclaim-every", every, ShortestReclaims).TotalSeconds : null,
            PatternSeconds = pattern,
            PatternSource = Trace is { } source ? "trace " + Path.GetFileName(source) : ReclaimEvery is { } interval ? $"every {interval} here" : null,
            NoticeSeconds = Notice is { } notice ? ReadSpan("--notice", notice, TimeSpan.Zero).TotalSeconds : null,
            Seed = Seed,
        };
    }

    /// <summary>Refuses switches that do not go together.</summary>
    public void Check()
    {
        if (Trace is not null && ReclaimEvery is not null)
            throw CliException.BadInput("--trace and --reclaim-every both say when machines are taken back", "Use one of them.");
        if (Offer is not null) return;
        RefuseWithout("--trace", Trace);
        RefuseWithout("--reclaim-every", ReclaimEvery);
        RefuseWithout("--speed", Speed);
        RefuseWithout("--notice", Notice);
        RefuseWithout("--seed", Seed?.ToString(CultureInfo.InvariantCulture));
    }

    private static void RefuseWithout(string name, string? value)
    {
        if (value is not null) throw CliException.BadInput($"{name} belongs to a rehearsal", $"Add --rehearse [OFFER], or leave {name} out.");
    }

    /// <summary>"600", "600x".</summary>
    private static int ReadPace(string text)
    {
        if (int.TryParse(text.TrimEnd('x', 'X'), NumberStyles.None, CultureInfo.InvariantCulture, out var pace) && pace is >= 1 and <= FastestPace) return pace;
        throw CliException.BadInput($"--speed: '{text}' is not a whole number between 1 and {FastestPace:N0}", "--speed 600 makes ten minutes there pass in one second here.");
    }

    internal static TimeSpan ReadSpan(string option, string text, TimeSpan least)
    {
        if (SpanText.TryParse(text, out var span) && span >= least) return span;
        var atLeast = least > TimeSpan.Zero ? $" of at least {least.TotalSeconds:0} s" : "";
        throw CliException.BadInput($"{option}: '{text}' is not a time{atLeast}", $"Write it like {option} 40s, 2m or 1h30m.");
    }
}
