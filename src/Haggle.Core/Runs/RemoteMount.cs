using System.Collections.Immutable;
using Haggle.Core.Tasks;

namespace Haggle.Core.Runs;

/// <summary>Something in a store that a job's program is to find at a path. Holds no credentials.</summary>
/// <param name="Destination">The path: absolute, beginning with ~, or relative to the working folder.</param>
/// <param name="Address">Where it is: s3://bucket/folder, https://host/file.</param>
/// <param name="Mode">How it is brought.</param>
/// <param name="ReadOnly">Whether the program may not write there; what is copied is the program's own and never read-only.</param>
/// <param name="Options">More words for the mounting program; default for none.</param>
/// <param name="SendFirst">The folder among the job's files that is sent there first; "" for none.</param>
public sealed record RemoteMount(string Destination, string Address, StorageMode Mode, bool ReadOnly, ImmutableArray<string> Options, string SendFirst);
