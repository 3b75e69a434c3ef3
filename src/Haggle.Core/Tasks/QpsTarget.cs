using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>Requests per second that one replica is meant to bear.</summary>
public abstract record QpsTarget
{
    private QpsTarget()
    {
    }

    /// <summary>The same for every machine.</summary>
    /// <param name="Qps">Zero or more.</param>
    public sealed record Same(double Qps) : QpsTarget;

    /// <summary>By the accelerators of the machine.</summary>
    /// <param name="Qps">"H100:1" to requests per second.</param>
    public sealed record ByAccelerator(ImmutableSortedDictionary<string, double> Qps) : QpsTarget;
}
