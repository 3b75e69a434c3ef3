namespace Haggle.Core.Runs;

/// <summary>
/// The unique name under which one machine of one attempt is asked for, on disk before the provider hears of it.
/// It is the idempotency key of the create call and the tag of the machine: the same token twice is the same machine.
/// </summary>
/// <param name="Value">"owner-run-epoch-rank"; letters, digits and dashes only, at most 64.</param>
public readonly record struct LaunchToken(string Value)
{
    /// <summary>The token of one machine.</summary>
    public static LaunchToken For(OwnerId owner, RunId run, int epoch, int rank) => new($"{owner.Value}-{run.Value}-{epoch}-{rank}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
