namespace Haggle.Cli.Rest;

/// <summary>A piece of a log.</summary>
/// <param name="Attempt">The attempt that it is of; 0 while there is none.</param>
/// <param name="Next">Where to go on reading.</param>
/// <param name="AtEnd">Whether nothing will follow in that attempt.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record LogBytes(int Attempt, long Next, bool AtEnd, byte[] Bytes);
