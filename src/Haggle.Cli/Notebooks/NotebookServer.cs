namespace Haggle.Cli.Notebooks;

/// <summary>A line of what the script on the machine says: where the server is, what happens meanwhile, or why there is none.</summary>
internal sealed record NotebookServer
{
    /// <summary>Its port of 127.0.0.1 there.</summary>
    public int Port { get; set; }

    public string Token { get; set; } = "";

    /// <summary>The path before everything, usually "/".</summary>
    public string BaseUrl { get; set; } = "/";

    /// <summary>"lab" or "tree".</summary>
    public string Page { get; set; } = "";

    /// <summary>The folder in which notebooks are.</summary>
    public string Root { get; set; } = "";

    public double IdleSeconds { get; set; }

    /// <summary>What it is doing before there is a server; null otherwise.</summary>
    public string? Note { get; set; }

    /// <summary>Why there is no server; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>Why the server has ended; null before.</summary>
    public string? Over { get; set; }

    /// <summary>The address here, with the token: whoever has it may do everything.</summary>
    public string Address(int localPort) => FormattableString.Invariant($"http://127.0.0.1:{localPort}{BaseUrl}{Page}?token={Token}");
}
