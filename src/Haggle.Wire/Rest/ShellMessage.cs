namespace Haggle.Wire.Rest;

/// <summary>GET /v1/runs/{id}/shell: how a person gets a shell on a machine. The client starts it.</summary>
public sealed record ShellMessage
{
    /// <summary>The program to start; "" for the user's own shell (a machine on this host).</summary>
    public string Program { get; set; } = "";

    /// <summary>Its arguments.</summary>
    public string[] Arguments { get; set; } = [];

    /// <summary>The folder to start in, for a machine on this host; "" otherwise.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Environment variables that the program of the run has, without secrets.</summary>
    public Dictionary<string, string> Environment { get; set; } = [];
}
