namespace Haggle.Wire.Rest;

/// <summary>POST /v1/plan: what would be done with this task file?</summary>
public sealed record PlanRequest
{
    /// <summary>The task file's name, for messages.</summary>
    public required string FileName { get; init; }

    /// <summary>The task file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The run's name; null: the task file's.</summary>
    public string? Name { get; set; }

    /// <summary>Environment variables given on the command line; they win over the file's.</summary>
    public Dictionary<string, string>? Environment { get; set; }

    /// <summary>Names of secrets given on the command line. Values travel only with a submission.</summary>
    public string[]? SecretNames { get; set; }

    /// <summary>Only this offer, by its key, whatever the file's resources say; null for any that fits.</summary>
    public string? Offer { get; set; }

    /// <summary>The rehearsal wished for; null in earnest.</summary>
    public RehearsalRequest? Rehearsal { get; set; }

    /// <summary>Who asks.</summary>
    public string? User { get; set; }
}
