namespace Haggle.Wire.Rest;

/// <summary>POST /v1/runs: do it. The same <see cref="Submission"/> twice is one run.</summary>
public sealed record RunRequest
{
    /// <summary>The client's unique name of this submission, so that a lost answer can be asked for again.</summary>
    public required string Submission { get; init; }

    /// <summary>The task file's name, for messages.</summary>
    public required string FileName { get; init; }

    /// <summary>The task file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The run's name; null: the task file's.</summary>
    public string? Name { get; set; }

    /// <summary>Environment variables given on the command line; they win over the file's.</summary>
    public Dictionary<string, string>? Environment { get; set; }

    /// <summary>Secret values by name: the file's secrets and those of the command line. Never listed, never logged.</summary>
    public Dictionary<string, string>? Secrets { get; set; }

    /// <summary>The SHA-256 of the bundle of files in lower-case hex; null for none.</summary>
    public string? Bundle { get; set; }

    /// <summary>Only this offer, by its key, whatever the file's resources say; null for any that fits.</summary>
    public string? Offer { get; set; }

    /// <summary>The rehearsal wished for; null in earnest.</summary>
    public RehearsalRequest? Rehearsal { get; set; }

    /// <summary>The offer that the user agreed to, from the plan; null: whichever is best. The server refuses with "conflict" when it became dearer.</summary>
    public string? AgreedOffer { get; set; }

    /// <summary>The hourly rate of all nodes that the user agreed to, in nano-dollars; null when nobody was asked.</summary>
    public long? AgreedRateNanoUsdPerHour { get; set; }

    /// <summary>Who submits.</summary>
    public string? User { get; set; }
}
