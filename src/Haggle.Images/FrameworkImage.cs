namespace Haggle.Images;

/// <summary>The image that is taken for a framework when the task file names no more than that.</summary>
/// <param name="Framework">"pytorch", "tensorflow", "jax" or "cuda".</param>
/// <param name="Cuda">The CUDA version in it.</param>
/// <param name="Image">Its name.</param>
/// <param name="CapabilityMin">The least compute capability that it was built for.</param>
/// <param name="CapabilityMax">The greatest.</param>
public sealed record FrameworkImage(string Framework, DottedVersion Cuda, string Image, DottedVersion CapabilityMin, DottedVersion CapabilityMax);
