using Haggle.Catalog.Questions;

namespace Haggle.Cli.Owning;

/// <summary>Which rented machines an own one is compared with.</summary>
internal sealed record RentalWish
{
    /// <summary>Only these accelerators; none for any of the same maker whose memory is not smaller than the own card's.</summary>
    public IReadOnlyList<AcceleratorWish> Against { get; init; } = [];

    public IReadOnlyList<string> Providers { get; init; } = [];

    public string Region { get; init; } = "";

    /// <summary>Whether the work may be split over machines that are smaller than the own one.</summary>
    public bool MaySplit { get; init; }

    public bool SecureOnly { get; init; }

    public required DateTimeOffset Now { get; init; }
}
