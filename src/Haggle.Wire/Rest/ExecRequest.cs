namespace Haggle.Wire.Rest;

/// <summary>POST /v1/runs/{id}/exec. The answer is a row of frames (see <see cref="ExecFrame"/>).</summary>
public sealed record ExecRequest
{
    /// <summary>The command line for the machine's shell.</summary>
    public required string Command { get; init; }

    /// <summary>The node; null: 0.</summary>
    public int? Rank { get; set; }
}
