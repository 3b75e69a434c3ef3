using Haggle.Core.Market;

namespace Haggle.Core.Policy.Experience;

/// <summary>One thing that was seen of a spot offer when one of the user's own machines was asked for, taken or given back.</summary>
public sealed record MarketSighting
{
    /// <summary>The offer.</summary>
    public required OfferKey Offer { get; init; }

    /// <summary>Which kind of market it belongs to: what is learnt of one offer tells something of its kin.</summary>
    public required MarketClass Class { get; init; }

    /// <summary>The world that it belongs to: "" in earnest, otherwise a rehearsal's name. One world never teaches another.</summary>
    public string World { get; init; } = "";

    /// <summary>When it was seen.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was seen.</summary>
    public required SightingKind Kind { get; init; }

    /// <summary>How long the machine had been held, in the offer's time; zero for launches.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>How long it took from the decision to a running program, in the offer's time; zero when that was not seen.</summary>
    public TimeSpan StartUp { get; init; }

    /// <summary>What had to come to the machine before the program started; 0 when nobody knows.</summary>
    public long StagedBytes { get; init; }

    /// <summary>How long it took from a machine that was up to a running program, in the offer's time: setup and data; zero when that was not seen.</summary>
    public TimeSpan Staging { get; init; }

    /// <summary>Whether it shows that the offer could be had at that instant.</summary>
    public bool IsUp => Kind is SightingKind.Launched or SightingKind.Released;
}
