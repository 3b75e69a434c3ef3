namespace Haggle.Conformance.Agents;

/// <summary>What the program of a law does, in words that a ground makes a real or a simulated program of.</summary>
public sealed record LawProgram
{
    /// <summary>Does nothing much and ends well.</summary>
    public static LawProgram Short { get; } = new();

    /// <summary>Works until somebody stops it.</summary>
    public static LawProgram Lasting { get; } = new() { Lasts = true };

    /// <summary>Whether it works until it is stopped.</summary>
    public bool Lasts { get; init; }

    /// <summary>The code that it ends with by itself.</summary>
    public int ExitCode { get; init; }

    /// <summary>The code that it ends with when it is told to stop, after it has saved what it has.</summary>
    public int CodeWhenStopped { get; init; } = 143;

    /// <summary>Whether it prints some thousand bytes.</summary>
    public bool Prints { get; init; }
}
