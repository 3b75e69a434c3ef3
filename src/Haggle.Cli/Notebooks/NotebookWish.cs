namespace Haggle.Cli.Notebooks;

/// <summary>How a notebook is to be opened.</summary>
internal sealed record NotebookWish
{
    /// <summary>What the script on the machine is told.</summary>
    public required NotebookSettings Settings { get; init; }

    /// <summary>The secret of the server, when it is started now.</summary>
    public required string Token { get; init; }

    /// <summary>The port here; 0 for any that is free.</summary>
    public int LocalPort { get; init; }

    /// <summary>Whether the browser is opened.</summary>
    public bool Opens { get; init; }

    /// <summary>Whether the notebook is what the run is there for.</summary>
    public bool OwnsRun { get; init; }

    public bool Json { get; init; }
}
