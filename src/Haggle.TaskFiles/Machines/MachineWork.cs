namespace Haggle.TaskFiles.Machines;

/// <summary>What a machine is to do. What is null was not said.</summary>
public sealed record MachineWork
{
    /// <summary>Hours a week that the machine would work.</summary>
    public double? HoursPerWeek { get; init; }

    /// <summary>For how many months it is needed.</summary>
    public int? Months { get; init; }

    /// <summary>Whether the data may not leave the house.</summary>
    public bool? DataMustStay { get; init; }

    /// <summary>Whether somebody is there who can keep a machine running.</summary>
    public bool? Skills { get; init; }

    /// <summary>Whether it is only to be seen if the idea works.</summary>
    public bool? ProofOfConcept { get; init; }

    /// <summary>How many times the usual is needed at peaks.</summary>
    public double? PeakFactor { get; init; }
}
