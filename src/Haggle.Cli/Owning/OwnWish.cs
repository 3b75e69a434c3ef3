using Haggle.Catalog.Questions;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>What `haggle own` was asked, as it was written.</summary>
internal sealed record OwnWish
{
    public string? MachineFile { get; init; }

    public string? Gpus { get; init; }

    public double? HoursPerWeek { get; init; }

    public bool FromLedger { get; init; }

    public int? Months { get; init; }

    public Money? Price { get; init; }

    public double? Watts { get; init; }

    public IReadOnlyList<AcceleratorWish> Against { get; init; } = [];

    public IReadOnlyList<string> Providers { get; init; } = [];

    public string Region { get; init; } = "";

    public bool SecureOnly { get; init; }

    public bool MaySplit { get; init; }

    public IReadOnlyList<string> Set { get; init; } = [];

    public string? Html { get; init; }
}
