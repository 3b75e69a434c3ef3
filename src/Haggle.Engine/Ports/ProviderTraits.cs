namespace Haggle.Engine.Ports;

/// <summary>How a provider differs from others, as data: nobody asks for its name.</summary>
public sealed record ProviderTraits
{
    /// <summary>How long after a create call the list may still not show the machine.</summary>
    public TimeSpan ListLag { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a machine may take from the create call to an agent that answers.</summary>
    public TimeSpan BootPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a machine that the list tells to wait (<see cref="Core.Runs.MachineFact.Queue"/>) may do so; its boot is only waited for from then on. Zero
    /// where nothing ever waits.
    /// </summary>
    public TimeSpan QueuePatience { get; init; }

    /// <summary>How long the warning before a reclaim is; zero for none.</summary>
    public TimeSpan ReclaimNotice { get; init; }

    /// <summary>How long it takes at most, usually, to fetch the last bytes of a program's log from a machine.</summary>
    public TimeSpan LogFetching { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a machine may still be billed after the call that ends it was made.</summary>
    public TimeSpan EndingBilled { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often its list is asked for while machines are held.</summary>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The least time between two such lists, however urgent somebody thinks it is.</summary>
    public TimeSpan ListGap { get; init; } = TimeSpan.FromSeconds(2);
}
