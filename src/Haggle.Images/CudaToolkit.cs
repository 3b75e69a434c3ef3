using System.Collections.Immutable;

namespace Haggle.Images;

/// <summary>A version of CUDA and what it needs.</summary>
/// <param name="Cuda">Its version, two numbers.</param>
/// <param name="DriverMin">The least driver on Linux.</param>
/// <param name="CapabilityMin">The least compute capability that it makes code for.</param>
/// <param name="CapabilityMax">The greatest.</param>
/// <param name="CompatBranches">The driver branches that its forward-compatibility package works on, with data-center cards; empty when that is not known.</param>
public sealed record CudaToolkit(DottedVersion Cuda, DottedVersion DriverMin, DottedVersion CapabilityMin, DottedVersion CapabilityMax, ImmutableArray<int> CompatBranches);
