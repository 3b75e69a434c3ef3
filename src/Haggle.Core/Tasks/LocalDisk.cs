using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>A disk inside the machine ("nvme:500+", "ssd", "300").</summary>
/// <param name="Kind">"nvme" or "ssd"; null for either.</param>
/// <param name="Size">How much; null for any size.</param>
/// <param name="OrMore">Whether more is fine as well.</param>
public sealed record LocalDisk(string? Kind, Gib? Size, bool OrMore);
