namespace Haggle.Images;

/// <summary>Whether an image runs with a driver and cards.</summary>
public enum CudaOutcome
{
    /// <summary>It runs, or nothing is known against it.</summary>
    Runs,

    /// <summary>It runs with less than everything: people should know.</summary>
    RunsWithLimits,

    /// <summary>It depends on what is in the image, which its name does not say.</summary>
    DependsOnImage,

    /// <summary>It does not run.</summary>
    Refused,
}
