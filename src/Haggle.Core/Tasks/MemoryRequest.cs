using Haggle.Core.Units;
using System.Diagnostics;
using System.Globalization;

namespace Haggle.Core.Tasks;

/// <summary>The main memory wanted on each node.</summary>
public abstract record MemoryRequest
{
    private MemoryRequest()
    {
    }

    /// <summary>An amount ("32", "32+", "64GB").</summary>
    /// <param name="Memory">How much; more than zero.</param>
    /// <param name="OrMore">Whether more is fine as well.</param>
    public sealed record Amount(Gib Memory, bool OrMore) : MemoryRequest;

    /// <summary>GiB per virtual CPU ("4x": four times the CPUs).</summary>
    /// <param name="GibPerCpu">The ratio; more than zero.</param>
    /// <param name="OrMore">Whether more is fine as well.</param>
    public sealed record PerCpu(double GibPerCpu, bool OrMore) : MemoryRequest;

    /// <summary>Writes the request: "64 GiB+", "4x CPUs".</summary>
    public sealed override string ToString() => this switch
    {
        Amount a => a.Memory + (a.OrMore ? "+" : ""),
        PerCpu p => p.GibPerCpu.ToString("0.###", CultureInfo.InvariantCulture) + "x CPUs" + (p.OrMore ? "+" : ""),
        _ => throw new UnreachableException(),
    };
}
