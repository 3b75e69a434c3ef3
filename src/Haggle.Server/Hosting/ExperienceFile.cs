using System.Collections.Immutable;
using Haggle.Catalog.Learnt;
using Haggle.Core.Policy.Experience;
using Haggle.Engine.Ports;

namespace Haggle.Server.Hosting;

/// <summary>
/// Experience that came from elsewhere, as a file in the state folder: what the user's own machines saw stands in the store's attempts, and needs no copy.
/// </summary>
internal sealed class ExperienceFile(string path, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>What was taken in so far; what can no longer be read is left out.</summary>
    public ImmutableArray<MarketSighting> Read()
    {
        lock (_gate) return File.Exists(path) ? SightingLines.Read(File.ReadAllText(path), time.GetUtcNow()).Sightings : [];
    }

    /// <summary>Adds sightings. The file is there whole, with them or without them.</summary>
    /// <exception cref="StoreException">The disk is full or fails.</exception>
    public void Add(ImmutableArray<MarketSighting> sightings)
    {
        lock (_gate)
        {
            var known = File.Exists(path) ? SightingLines.Read(File.ReadAllText(path), time.GetUtcNow()).Sightings : [];
            var all = known.Concat(sightings).Distinct().OrderBy(each => each.At).TakeLast(SightingLines.MostLines - 2);
            var unfinished = path + ".tmp";
            try
            {
                File.WriteAllText(unfinished, SightingLines.Write(all));
                File.Move(unfinished, path, overwrite: true);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw new StoreException($"{path}: {cause.Message}", isTransient: true, cause);
            }
        }
    }
}
