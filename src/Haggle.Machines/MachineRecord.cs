namespace Haggle.Machines;

/// <summary>The file <c>machine.json</c>: what was let to whom, at which price. Written once, before anything runs.</summary>
internal sealed record MachineRecord
{
    public required string Token { get; init; }

    public required string Owner { get; init; }

    public required long Run { get; init; }

    public required int Epoch { get; init; }

    public required int Rank { get; init; }

    public required string Offer { get; init; }

    public required string InstanceType { get; init; }

    public required string Purchase { get; init; }

    public double AcceleratorCount { get; init; }

    public required long PriceNanoUsdPerHour { get; init; }

    public required string Address { get; init; }

    /// <summary>By the clock of whoever asked for it.</summary>
    public required DateTimeOffset BilledFrom { get; init; }

    /// <summary>How far the clock of whoever asked for it is before the one here, in seconds.</summary>
    public double ClockAheadSeconds { get; init; }

    /// <summary>The boot of this computer that it was made in: a later one has none of its processes. "" when that cannot be told.</summary>
    public string Boot { get; init; } = "";
}
