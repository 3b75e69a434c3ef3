namespace Haggle.Wire.Rest;

/// <summary>What `haggle jupyter --json` writes when the notebook can be opened.</summary>
public sealed record NotebookMessage
{
    /// <summary>The run.</summary>
    public required long Run { get; init; }

    /// <summary>The address on this computer, with its token: whoever has it may do everything there.</summary>
    public string Address { get; set; } = "";

    /// <summary>The port of 127.0.0.1 on this computer.</summary>
    public int LocalPort { get; set; }

    /// <summary>The folder on the machine in which notebooks are.</summary>
    public string Folder { get; set; } = "";
}
