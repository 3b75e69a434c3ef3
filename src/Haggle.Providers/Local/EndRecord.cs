namespace Haggle.Providers.Local;

/// <summary>The file <c>ended.json</c>: when and why a machine ended. The agent writes it when it ends by itself, the provider otherwise.</summary>
internal sealed record EndRecord
{
    public const string Reclaimed = "reclaimed";

    public required DateTimeOffset At { get; init; }

    public required string Why { get; init; }
}
