using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>The machines a task may run on: every accepted alternative, written out.</summary>
/// <param name="Choices">At least one alternative, each complete: shared keys, any_of, ordered and lists of accelerators are already merged.</param>
/// <param name="IsOrdered">Whether an earlier choice is preferred to a cheaper later one; otherwise the cheapest wins.</param>
public sealed record ResourceSpec(ImmutableArray<ResourceChoice> Choices, bool IsOrdered)
{
    /// <summary>Any machine at all.</summary>
    public static ResourceSpec Any { get; } = new([new ResourceChoice()], IsOrdered: false);
}
