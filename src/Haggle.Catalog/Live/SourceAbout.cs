using System.Collections.Immutable;

namespace Haggle.Catalog.Live;

/// <summary>What a live source is, before it is asked.</summary>
public sealed record SourceAbout
{
    /// <summary>Its name on the command line ("aws-prices").</summary>
    public required string Name { get; init; }

    /// <summary>Whose list it is, for people; every price of it bears this as its source.</summary>
    public required string Title { get; init; }

    /// <summary>The provider whose offers it has; "" when it has those of several.</summary>
    public required string Provider { get; init; }

    /// <summary>What it gives, in a few words.</summary>
    public required string Gives { get; init; }

    /// <summary>Environment variables of which one must be set; empty when everybody may ask.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Whether its parts are regions, so that some of them can be asked for.</summary>
    public bool IsByRegion { get; init; }

    /// <summary>How many of its parts are read at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The least time between two requests.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.Zero;

    /// <summary>Whether it has gigabytes when nothing of it is known yet.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Where it lies. For people <see cref="WithoutSecrets"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>An address as it may be shown: scheme, host and path.</summary>
    public static string WithoutSecrets(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }
}
