namespace Haggle.Providers.Rentals;

/// <summary>What is known of one wish for a machine, on disk before the cloud hears of it and for good.</summary>
internal sealed record RentalNote
{
    public required string Token { get; init; }

    /// <summary>When the cloud was asked last.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The machine; "" while nobody knows one.</summary>
    public string Id { get; init; } = "";

    public string InstanceType { get; init; } = "";

    /// <summary>How it is bought: the purchase's name.</summary>
    public string Purchase { get; init; } = "";

    public double AcceleratorCount { get; init; }

    /// <summary>What an hour was wanted at.</summary>
    public long NanoUsdPerHour { get; init; }

    /// <summary>The furthest state that was seen: the status's name.</summary>
    public string Status { get; init; } = "Pending";

    public bool IsTaken { get; init; }

    public string Address { get; init; } = "";

    /// <summary>The rates of its life, oldest first.</summary>
    public NotedRate[] Rates { get; init; } = [];

    /// <summary>When the cloud took our word that it is given back.</summary>
    public DateTimeOffset? GivenBackAt { get; init; }

    public DateTimeOffset? BilledTo { get; init; }
}
