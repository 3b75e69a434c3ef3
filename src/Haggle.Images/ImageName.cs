namespace Haggle.Images;

/// <summary>The name of a container image, in its parts.</summary>
/// <param name="Registry">The registry's host, or "" for Docker Hub.</param>
/// <param name="Repository">The path there ("nvidia/cuda").</param>
/// <param name="Tag">The tag, or "".</param>
/// <param name="Digest">The digest ("sha256:..."), or "".</param>
public sealed record ImageName(string Registry, string Repository, string Tag, string Digest)
{
    private const string Prefix = "docker:";
    private const int LengthMax = 512;

    /// <summary>Whether an image id of a task file names a container image.</summary>
    public static bool IsContainer(string imageId) => imageId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>What stands behind "docker:".</summary>
    public static string WithoutPrefix(string imageId)
    {
        ArgumentNullException.ThrowIfNull(imageId);
        return IsContainer(imageId) ? imageId[Prefix.Length..].Trim() : imageId.Trim();
    }

    /// <summary>Reads a name; null when it is none.</summary>
    /// <param name="text">For example "nvcr.io/nvidia/pytorch:24.08-py3".</param>
    /// <param name="why">What is wrong, in the middle of a sentence; "" when nothing is.</param>
    public static ImageName? Parse(string text, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        why = WhyNot(text);
        if (why.Length > 0) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? "" : text[(at + 1)..];
        var rest = at < 0 ? text : text[..at];
        var colon = rest.LastIndexOf(':');
        var tag = colon > rest.LastIndexOf('/') ? rest[(colon + 1)..] : "";
        if (tag.Length > 0) rest = rest[..colon];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        // As the engines decide it: the first part is a host when it looks like one.
        var isHost = slash > 0 && (rest.AsSpan(0, slash).IndexOfAny('.', ':') >= 0 || rest.StartsWith("localhost/", StringComparison.Ordinal));
        return new ImageName(isHost ? rest[..slash] : "", isHost ? rest[(slash + 1)..] : rest, tag, digest);
    }

    private static string WhyNot(string text)
    {
        if (text.Length == 0) return "names no image behind 'docker:'";
        if (text.Length > LengthMax) return $"is longer than {LengthMax} characters";
        if (text[0] is '-' or '/' or ':' or '@') return "does not begin with a name";
        if (text.Contains("://", StringComparison.Ordinal)) return "is an address; write REGISTRY/NAME:TAG without 'https://'";
        var wrong = text.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '/' or ':' or '@' or '+'));
        if (wrong != default) return $"holds '{wrong}', which no image's name does";
        var path = text.Split('@')[0];
        var repository = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..].Split(':')[0];
        if (repository.Any(char.IsAsciiLetterUpper)) return "holds capital letters, which no image's name does (tags may)";
        return path.EndsWith('/') || path.EndsWith(':') || text.EndsWith('@') ? "ends in the middle" : "";
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (Registry.Length > 0 ? Registry + "/" : "") + Repository + (Tag.Length > 0 ? ":" + Tag : "") + (Digest.Length > 0 ? "@" + Digest : "");
}
