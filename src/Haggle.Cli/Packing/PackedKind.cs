namespace Haggle.Cli.Packing;

/// <summary>What an entry of a bundle is.</summary>
internal enum PackedKind
{
    File,
    Folder,
    Link,
}
