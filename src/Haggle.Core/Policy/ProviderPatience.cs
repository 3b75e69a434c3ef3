namespace Haggle.Core.Policy;

/// <summary>How patient one must be with a provider.</summary>
/// <param name="Boot">From the intent to an agent that answers.</param>
/// <param name="Told">How long after something happened there it is known here at the latest, as long as its list is answered.</param>
/// <param name="Fetching">How long it takes at most, usually, to fetch the last bytes of a program's log from a machine.</param>
/// <param name="Ending">How long a machine may still be billed after it was asked to end.</param>
public sealed record ProviderPatience(TimeSpan Boot, TimeSpan Told, TimeSpan Fetching, TimeSpan Ending)
{
    /// <summary>How long a machine may wait in the provider's own queue before its boot begins; zero where there is none.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>How long before it takes a machine back the machine hears of it; zero for no notice. By the clock here.</summary>
    public TimeSpan Notice { get; init; }

    /// <summary>For a provider that says nothing of itself: 10 minutes, 75 s, 10 s, 1 minute.</summary>
    public static ProviderPatience Default { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
}
