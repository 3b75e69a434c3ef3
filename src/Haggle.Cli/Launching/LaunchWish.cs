using System.Collections.Immutable;
using Haggle.Cli.Rehearsing;
using Haggle.Core.Tasks;
using Haggle.TaskFiles;

namespace Haggle.Cli.Launching;

/// <summary>What `haggle launch` was asked for.</summary>
internal sealed record LaunchWish
{
    public required string File { get; init; }

    /// <summary>The task file's text, when it was made and not read; <see cref="File"/> is then only its name in messages.</summary>
    public byte[]? Text { get; init; }

    /// <summary>Only this offer, by its key; null for any that fits.</summary>
    public string? Offer { get; init; }

    public string? Name { get; init; }

    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    public required ImmutableSortedDictionary<string, string> Secrets { get; init; }

    public required RehearsalWish Rehearsal { get; init; }

    /// <summary>-y: do not ask.</summary>
    public bool Yes { get; init; }

    public bool DryRun { get; init; }

    public bool Detach { get; init; }

    public bool Json { get; init; }

    public TaskOverrides Overrides => new()
    {
        Name = Name,
        Envs = Environment,
        Secrets = Secrets.ToImmutableSortedDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal),
    };
}
