using System.Collections.Immutable;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles;

/// <summary>What the command line says beside the file. It wins over the file, in every task of it.</summary>
public sealed record TaskOverrides
{
    /// <summary>Nothing said.</summary>
    public static TaskOverrides None { get; } = new();

    /// <summary>The name of the run (-n, --name); null to keep the file's.</summary>
    public string? Name { get; init; }

    /// <summary>Environment variables (--env NAME=VALUE); a name that the file lacks is added.</summary>
    public ImmutableSortedDictionary<string, string> Envs { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Secret environment variables (--secret NAME=VALUE); a name that the file lacks is added.</summary>
    public ImmutableSortedDictionary<string, Secret> Secrets { get; init; } = ImmutableSortedDictionary.Create<string, Secret>(StringComparer.Ordinal);
}
