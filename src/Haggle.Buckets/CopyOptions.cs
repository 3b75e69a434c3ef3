using System.Globalization;

namespace Haggle.Buckets;

/// <summary>How much of a machine a copy may take.</summary>
public sealed record CopyOptions
{
    /// <summary>Beside a training: two files at once, small buffers.</summary>
    public static readonly CopyOptions Beside = new() { Transfers = 2, BufferMib = 4 };

    /// <summary>While nothing else happens: the usual.</summary>
    public static readonly CopyOptions Alone = new() { Transfers = 8, BufferMib = 16 };

    /// <summary>How many files at once.</summary>
    public int Transfers { get; init; } = 4;

    /// <summary>How many MiB are read ahead for each.</summary>
    public int BufferMib { get; init; } = 16;

    /// <summary>rclone's flags for it.</summary>
    public IEnumerable<string> Words() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--transfers={Transfers}"),
        string.Create(CultureInfo.InvariantCulture, $"--checkers={Transfers}"),
        string.Create(CultureInfo.InvariantCulture, $"--buffer-size={BufferMib}M"),
    ];
}
