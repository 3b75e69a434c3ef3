namespace Haggle.Core.Tasks;

/// <summary>The folder that setup and run start in.</summary>
public abstract record Workdir
{
    private Workdir()
    {
    }

    /// <summary>A folder on the user's machine, synced to every node.</summary>
    /// <param name="Path">As written: absolute, relative to the caller's folder, or starting with ~.</param>
    public sealed record Local(string Path) : Workdir;

    /// <summary>A git repository, cloned on every node.</summary>
    /// <param name="Url">The address to clone.</param>
    /// <param name="Ref">Branch, tag or commit; null for the repository's default branch.</param>
    public sealed record Git(string Url, string? Ref) : Workdir;
}
