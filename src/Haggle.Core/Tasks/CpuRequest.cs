using System.Globalization;

namespace Haggle.Core.Tasks;

/// <summary>The virtual CPUs wanted on each node.</summary>
/// <param name="Count">How many; more than zero, may be a fraction.</param>
/// <param name="OrMore">Whether more is fine as well ("4+").</param>
public sealed record CpuRequest(double Count, bool OrMore)
{
    /// <summary>Writes the request as a task file does: "4+".</summary>
    public override string ToString() => Count.ToString("0.######", CultureInfo.InvariantCulture) + (OrMore ? "+" : "");
}
