using System.Text;

namespace Haggle.Cli.Access;

/// <summary>
/// Haggle's own part of the user's ssh configuration: the file haggle_config beside it, which the user's file includes by one line. The user's file is only
/// ever given that line, at its top, once, when the user asks for it; both are written whole or not at all.
/// </summary>
internal sealed class SshConfig(string folder, TimeProvider time)
{
    private const string IncludeLine = "Include haggle_config";
    private const string Header = "# Written by haggle; entries come with `haggle ssh RUN --config` and go when the run is over.\n";
    private const int MostTries = 500;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static SshConfig Of(World world) => new(world.PathOf("~/.ssh"), world.Time);

    /// <summary>The user's own file.</summary>
    public string UsersFile => Path.Combine(folder, "config");

    /// <summary>Haggle's.</summary>
    public string OwnFile => Path.Combine(folder, "haggle_config");

    /// <summary>Puts an entry first, in place of an older one of the same host; a second name that another entry has goes over to it.</summary>
    /// <returns>Whether the user's file was given its line now.</returns>
    public Task<bool> PutAsync(SshEntry entry, CancellationToken cancellationToken) => LockedAsync(() =>
    {
        var blocks = Blocks().Where(block => block.Mark != entry.Mark).Select(block => block with { Text = WithoutName(block.Text, entry.Alias) });
        Write(OwnFile, Header + "\n" + string.Join('\n', blocks.Select(block => block.Text).Prepend(entry.Text())), OwnerReadsAndWrites);
        return Include();
    }, cancellationToken);

    /// <summary>Takes entries away; the last one leaves the file with its first line only.</summary>
    public async Task RemoveAsync(IReadOnlySet<string> marks, CancellationToken cancellationToken)
    {
        if (!File.Exists(OwnFile)) return;
        await LockedAsync(() =>
        {
            var blocks = Blocks();
            var left = blocks.Where(block => !marks.Contains(block.Mark)).ToArray();
            if (left.Length < blocks.Count) Write(OwnFile, Header + (left.Length > 0 ? "\n" : "") + string.Join('\n', left.Select(block => block.Text)), OwnerReadsAndWrites);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    // The line must come before the first Host: below one it would count for that host alone.
    private bool Include()
    {
        var text = File.Exists(UsersFile) ? File.ReadAllText(UsersFile) : "";
        if (text.Split('\n').Any(line => IsInclude(line))) return false;
        var mode = File.Exists(UsersFile) ? File.GetUnixFileMode(UsersFile) : OwnerReadsAndWrites;
        Write(UsersFile, IncludeLine + "\n" + (text.Length > 0 ? "\n" : "") + text, mode);
        return true;
    }

    private bool IsInclude(string line)
    {
        var words = line.Split([' ', '\t', '=', '"', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words is [var first, .. var files] && first.Equals("include", StringComparison.OrdinalIgnoreCase)
            && files.Any(file => file is "haggle_config" or "~/.ssh/haggle_config" || file == OwnFile);
    }

    private List<Block> Blocks()
    {
        var blocks = new List<Block>();
        if (!File.Exists(OwnFile)) return blocks;
        Block? open = null;
        foreach (var line in File.ReadAllLines(OwnFile))
        {
            if (line.StartsWith("# haggle-", StringComparison.Ordinal) && line.Contains(" of /", StringComparison.Ordinal))
            {
                if (open is not null) blocks.Add(open);
                open = new Block(line, line + "\n");
            }
            else if (open is not null && line.Length > 0)
            {
                open = open with { Text = open.Text + line + "\n" };
            }
        }

        if (open is not null) blocks.Add(open);
        return blocks;
    }

    private static string WithoutName(string block, string alias)
    {
        if (alias.Length == 0) return block;
        return string.Join('\n', block.Split('\n').Select(line => line.StartsWith("Host ", StringComparison.Ordinal)
            ? string.Join(' ', line.Split(' ').Where(word => word != alias))
            : line));
    }

    private async Task<T> LockedAsync<T>(Func<T> change, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerReadsAndWrites | UnixFileMode.UserExecute);
            for (var tries = 0; ; tries++)
            {
                if (TryLock(tries < MostTries) is not { } only)
                {
                    await Task.Delay(BetweenTries, time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                using (only) return change();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"the ssh configuration in {folder} cannot be changed: {problem.Message}");
        }
    }

    private FileStream? TryLock(bool mayFail)
    {
        try
        {
            return new FileStream(Path.Combine(folder, ".haggle_config.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (mayFail)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all, in place of what a link leads to.</summary>
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var real = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var part = real + ".haggle-part";
        File.Delete(part);
        using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(part, mode);
        File.Move(part, real, overwrite: true);
    }

    private sealed record Block(string Mark, string Text);
}
