using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>Where a task's input or output lies and how large it is about.</summary>
/// <param name="Uri">The address.</param>
/// <param name="Size">Estimated size.</param>
public sealed record SizedUri(string Uri, Gib Size);
