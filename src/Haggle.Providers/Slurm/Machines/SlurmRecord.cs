using System.Text.Json.Serialization;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>The file <c>machine.json</c> in a machine's folder: what was asked for, for whom, at which price. Written once, before any job.</summary>
internal sealed record SlurmRecord
{
    public required string Token { get; init; }

    public required string Owner { get; init; }

    public required long Run { get; init; }

    public required int Epoch { get; init; }

    public required int Rank { get; init; }

    /// <summary>The tokens of all machines that share the job, by rank.</summary>
    public required string[] Gang { get; init; }

    /// <summary>The job's name, by which it is found again.</summary>
    public required string Job { get; init; }

    public required string Partition { get; init; }

    public required string Offer { get; init; }

    public required string InstanceType { get; init; }

    public required string Purchase { get; init; }

    public double AcceleratorCount { get; init; }

    public required long PriceNanoUsdPerHour { get; init; }

    /// <summary>The machine's place in its gang; a machine alone is the first whatever its rank.</summary>
    [JsonIgnore]
    public bool IsLeader => Gang[0] == Token;
}
