using System.Collections.Immutable;
using Haggle.Core.Economics.Building;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Machines;

/// <summary>A machine of one's own, as a machine file describes it (docs/owning.md). What is null was not said.</summary>
public sealed record MachineFile
{
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its cards.</summary>
    public required AcceleratorModel Accelerator { get; init; }

    /// <summary>How many cards; 1 or more.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What everything cost together.</summary>
    public Money? Price { get; init; }

    /// <summary>What was bought; empty when only the whole price was said, or none.</summary>
    public ImmutableArray<MachinePart> Parts { get; init; } = [];

    /// <summary>Watts while it works.</summary>
    public double? Watts { get; init; }

    /// <summary>Whether the watts were measured at the wall.</summary>
    public bool WattsAreMeasured { get; init; }

    /// <summary>Watts while it does not work.</summary>
    public double? WattsIdle { get; init; }

    /// <summary>How much of the work of one card of another kind one of its cards does, as measured; by canonical name.</summary>
    public ImmutableSortedDictionary<string, double> Speeds { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Assumptions that differ from the usual ones, by name.</summary>
    public ImmutableSortedDictionary<string, decimal> Terms { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>The parts that decide whether it takes more cards; null when nothing was said.</summary>
    public Build? Build { get; init; }

    /// <summary>What it is to do.</summary>
    public MachineWork Work { get; init; } = new();

    /// <summary>Reads a file; the machine is null when there are errors.</summary>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="utf8">Its content.</param>
    public static (MachineFile? Machine, ImmutableArray<Problem> Problems) Read(string fileName, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var complaints = new Complaints(fileName);
        MachineFile? machine = null;
        if (SourceDecoder.Decode(fileName, utf8.Span, complaints) is { } source && YamlTree.Read(source, complaints) is { } documents)
        {
            if (documents.IsEmpty) complaints.WholeFile("the file describes no machine", "for example gpus: RTX4090:4");
            else if (documents.Length > 1) complaints.Error(documents[1].Line, documents[1].Column, "a machine file is one document");
            else machine = MachineSection.Read(documents[0], complaints);
        }

        return (complaints.HasErrors ? null : machine, complaints.ToProblems());
    }
}
