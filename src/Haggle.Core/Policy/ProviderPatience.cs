namespace Haggle.Core.Policy;

/// <summary>How patient one must be with a provider.</summary>
/// <param name="Boot">From the intent to an agent that answers.</param>
/// <param name="ListLag">How long after a create call the provider's list may still not show the machine.</param>
public sealed record ProviderPatience(TimeSpan Boot, TimeSpan ListLag)
{
    /// <summary>For a provider that says nothing of itself: 10 minutes, 1 minute.</summary>
    public static ProviderPatience Default { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
}
