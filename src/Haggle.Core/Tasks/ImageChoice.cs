using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>The image a machine starts from.</summary>
public abstract record ImageChoice
{
    private ImageChoice()
    {
    }

    /// <summary>The same image everywhere.</summary>
    /// <param name="Id">A cloud's image id, "docker:IMAGE" or "skypilot:TAG".</param>
    public sealed record Everywhere(string Id) : ImageChoice;

    /// <summary>One image per region.</summary>
    /// <param name="Ids">Region to image id.</param>
    public sealed record ByRegion(ImmutableSortedDictionary<string, string> Ids) : ImageChoice;
}
