using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Conformance.Checkpoints;

/// <summary>
/// The contract of <see cref="ICheckpointStore"/> in laws that any store must hold, whatever becomes of the agents that write into it. Knows no test framework: a
/// test project derives from it, says how agents leave things in the store, and calls <see cref="HoldsAsync"/> for every name in <see cref="Laws"/>.
/// </summary>
public abstract class CheckpointConformance
{
    private static readonly Dictionary<string, Func<CheckpointConformance, Task>> ByName = CheckpointLaws.All.ToDictionary(law => law.Method.Name, law => law, StringComparer.Ordinal);

    private readonly int first = RandomNumberGenerator.GetInt32(1_000_000, 1_000_000_000);
    private int given;

    /// <summary>The names of the laws.</summary>
    public static IEnumerable<string> Laws => ByName.Keys;

    /// <summary>Checks one law.</summary>
    /// <exception cref="LawBrokenException">The store breaks it.</exception>
    public Task HoldsAsync(string law) => ByName[law](this);

    /// <summary>Opens the store; opened again it is the same one, as after a crash of the server.</summary>
    protected internal abstract ICheckpointStore Open();

    /// <summary>Puts an object of a run there as an agent would: <paramref name="name"/> is "manifest.json" or "files/PATH" of the checkpoint.</summary>
    protected internal abstract Task PutAsync(RunId run, string id, string name, byte[] content);

    /// <summary>Puts there what an agent leaves that dies in the middle of a checkpoint.</summary>
    protected internal abstract Task CutAsync(RunId run, string id);

    /// <summary>Everything of the run that takes space, for a person to read; what the store keeps for itself (fence, list) left out.</summary>
    protected internal abstract Task<ImmutableArray<string>> LeftAsync(RunId run);

    /// <summary>A run of which nothing is there yet.</summary>
    internal RunId NewRun() => new(first + Interlocked.Increment(ref given));

    /// <summary>A whole checkpoint.</summary>
    internal async Task<string> SaveAsync(RunId run, string id, long step = 1, string content = "weights")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        await PutAsync(run, id, "files/model.bin", bytes);
        var manifest = new CheckpointManifest
        {
            Id = id,
            Epoch = int.Parse(id.AsSpan(0, 5), System.Globalization.CultureInfo.InvariantCulture),
            Step = step,
            Bytes = bytes.Length,
            SavedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Files = [new CheckpointFile { Path = "model.bin", Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) }],
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, AgentJson.Default.CheckpointManifest);
        await PutAsync(run, id, "manifest.json", json);
        return Convert.ToHexStringLower(SHA256.HashData(json));
    }
}
