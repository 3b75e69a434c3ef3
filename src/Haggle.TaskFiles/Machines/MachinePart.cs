using Haggle.Core.Units;

namespace Haggle.TaskFiles.Machines;

/// <summary>A part of a machine as it was bought.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Price">What one of it costs.</param>
/// <param name="Count">How many.</param>
public sealed record MachinePart(string Name, Money Price, int Count);
