using System.Collections.Immutable;
using Haggle.Agent.Programs;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Stores;

/// <summary>Opens stores outside the machine. What it starts bears the machine's mark and ends with it.</summary>
internal sealed class StoreDoor(string token, TimeProvider time)
{
    private readonly ImmutableDictionary<string, string> variables = ImmutableDictionary<string, string>.Empty.Add(MarkedProcesses.Variable, token);

    /// <summary>The program that talks to stores.</summary>
    /// <exception cref="BucketException">It is not on this machine.</exception>
    public Rclone Program() => new(Rclone.Find() ?? throw new BucketException(StoreTrouble.NoProgram, RcloneWords.HowToGet), variables, time);

    /// <summary>A folder in a store.</summary>
    /// <exception cref="BucketException">The program for it is not on this machine.</exception>
    public RemoteFolder Open(RemoteMessage place) => new(Program(), RemoteOf(place));

    /// <summary>A place as the program is told of it.</summary>
    public static Remote RemoteOf(RemoteMessage place) =>
        new(place.Address, place.Settings.ToImmutableSortedDictionary(StringComparer.Ordinal), place.Path);
}
