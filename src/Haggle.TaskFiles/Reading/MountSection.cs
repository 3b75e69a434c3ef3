using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>What is brought to the node: workdir, file_mounts, inputs and outputs.</summary>
internal static class MountSection
{
    private static readonly string[] Schemes =
        ["s3", "gs", "az", "r2", "hf", "https", "http", "cos", "oci", "nebius", "cw", "vastdata", "azure", "file", "volume"];

    public static Workdir? ReadWorkdir(Field field)
    {
        if (field.Node is YamlScalar) return field.Word("a path") is { } path ? new Workdir.Local(path) : null;
        if (Section.Open(field, "a path or a map {url, ref}") is not { } section) return null;
        field.Session.Met("workdir from git", field.Node, isActedOn: false);
        var url = section.Require("url", "https://host/owner/repository")?.Word("an address");
        var reference = section.Take("ref")?.Word("a branch, tag or commit");
        section.Close();
        return url is null ? null : new Workdir.Git(url, reference);
    }

    public static ImmutableArray<FileMount> ReadMounts(Field field)
    {
        var mounts = ImmutableArray.CreateBuilder<FileMount>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in field.Entries("a map of destination: source"))
        {
            if (Destination(field, key) is not { } destination) continue;
            if (!seen.Add(destination)) field.Session.Complaints.Error(key.Line, key.Column, $"two file mounts end up at '{Field.Shorten(destination)}'");
            if (ReadSource(value) is { } source) mounts.Add(new FileMount(destination, source));
        }

        return mounts.ToImmutable();
    }

    /// <summary>A destination with its variables written out; null after a complaint.</summary>
    public static string? Destination(Field map, YamlScalar key)
    {
        var field = map.Child(key, key.Text);
        if (field.Word("a path") is not { } path) return null;
        if (path.Length == 1 || !path.EndsWith('/')) return path;
        field.Refuse("is a destination that ends in '/'", $"write '{Field.Shorten(path.TrimEnd('/'))}'");
        return null;
    }

    public static SizedUri? ReadSized(Field field)
    {
        var entries = field.Entries("a map of one address and its size in GB").ToList();
        if (entries.Count != 1)
        {
            if (field.Node is YamlMapping) field.Refuse("must have exactly one address", "for example s3://bucket/data: 100");
            return null;
        }

        return entries[0].Value.Number(0, "a size in GB") is { } size and < 1e9 ? new SizedUri(entries[0].Key.Text, Gib.FromGib(size)) : null;
    }

    private static MountSource? ReadSource(Field field)
    {
        if (field.Node is not YamlScalar)
        {
            if (StorageSection.Read(field) is not { } storage) return null;
            if (storage.Store is StorageStore.Volume) field.Session.Met($"{field.Path} from a volume", field.Node, isActedOn: false);
            return new MountSource.Storage(storage);
        }

        if (field.Word("a path, an address or a storage object") is not { } text) return null;
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0) return new MountSource.Local(text);
        var scheme = text[..colon].ToLowerInvariant();
        if (scheme == "file") return new MountSource.Local(Uri.UnescapeDataString(text[(colon + 3)..]));
        if (scheme == "volume") field.Session.Met($"{field.Path} from volume://", field.Node, isActedOn: false);
        if (Schemes.Contains(scheme)) return new MountSource.Remote(text);
        var near = Spelling.Nearest(scheme, Schemes);
        field.Refuse(
            $"has an address of the unknown kind {Field.Shorten(scheme)}://",
            near is null ? "known are " + string.Join(", ", Schemes) : $"did you mean {near}://?");
        return null;
    }
}
