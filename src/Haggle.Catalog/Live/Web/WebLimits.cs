namespace Haggle.Catalog.Live.Web;

/// <summary>How much patience and how much room a source gets.</summary>
internal sealed record WebLimits
{
    public static WebLimits Default { get; } = new();

    /// <summary>A connection that takes longer will not come.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a byte for so long a server has forgotten us; large price lists begin after some seconds at most.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A source that takes longer than this as a whole is given up; its last prices stay.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromHours(2);

    /// <summary>So often the same request is repeated, and a cut body continued without a single new byte.</summary>
    public int Tries { get; init; } = 6;

    /// <summary>The wait before the first repetition; each further one waits twice as long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After "too many requests" without a word on when: Azure asks for three seconds at least.</summary>
    public TimeSpan FirstWaitWhenThrottled { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>No wait of our own making is longer.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A server that asks to come back later than this is left until the next update.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a page or a small file may have.</summary>
    public long PageBytes { get; init; } = 256L << 20;

    /// <summary>What a streamed price list may have; the largest today has about four gigabytes.</summary>
    public long StreamBytes { get; init; } = 16L << 30;
}
