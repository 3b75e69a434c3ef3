namespace Haggle.Cli.Packing;

/// <summary>Something that goes into a bundle.</summary>
/// <param name="Path">Where it goes, relative to the working folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Source">The file here; "" for folders and links.</param>
/// <param name="LinkTarget">Where a link leads; "" otherwise.</param>
/// <param name="Bytes">The size of a file.</param>
/// <param name="IsExecutable">Whether a file may be run.</param>
internal sealed record PackedEntry(string Path, PackedKind Kind, string Source = "", string LinkTarget = "", long Bytes = 0, bool IsExecutable = false);
