using System.Formats.Tar;
using System.Security.Cryptography;

namespace Haggle.Cli.Packing;

/// <summary>Writes a bundle. The same files give the same bytes: names in order, no times, no owners, so that an unchanged folder is sent once.</summary>
internal static class BundleWriter
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes the tar file to a temporary place and gives its SHA-256 in lower-case hex. The caller disposes the file, which removes it.</summary>
    public static async Task<(FileStream Tar, string Sha256)> WriteAsync(PackingList list, CancellationToken cancellationToken)
    {
        var tar = new FileStream(
            Path.Combine(Path.GetTempPath(), $"haggle-{Path.GetRandomFileName()}.tar"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        try
        {
            await using (var writer = new TarWriter(tar, TarEntryFormat.Gnu, leaveOpen: true))
                foreach (var entry in list.Entries) await WriteAsync(writer, entry, cancellationToken).ConfigureAwait(false);
            tar.Position = 0;
            var hash = await SHA256.HashDataAsync(tar, cancellationToken).ConfigureAwait(false);
            tar.Position = 0;
            return (tar, Convert.ToHexStringLower(hash));
        }
        catch
        {
            await tar.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task WriteAsync(TarWriter writer, PackedEntry entry, CancellationToken cancellationToken)
    {
        var (type, name, mode) = entry.Kind switch
        {
            PackedKind.Folder => (TarEntryType.Directory, entry.Path + "/", Executable),
            PackedKind.Link => (TarEntryType.SymbolicLink, entry.Path, Executable),
            _ => (TarEntryType.RegularFile, entry.Path, entry.IsExecutable ? Executable : Readable),
        };
        var record = new GnuTarEntry(type, name)
        {
            Mode = mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
            AccessTime = DateTimeOffset.UnixEpoch,
            ChangeTime = DateTimeOffset.UnixEpoch,
            Uid = 0,
            Gid = 0,
        };
        if (entry.Kind == PackedKind.Link) record.LinkName = entry.LinkTarget;
        if (entry.Kind != PackedKind.File || entry.Bytes == 0)
        {
            await writer.WriteEntryAsync(record, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var content = OpenSource(entry);
        record.DataStream = content;
        await writer.WriteEntryAsync(record, cancellationToken).ConfigureAwait(false);
    }

    private static FileStream OpenSource(PackedEntry entry)
    {
        try
        {
            return new FileStream(entry.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, useAsync: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"{entry.Source} cannot be read: {problem.Message}", "Make it readable, or name it in .haggleignore.");
        }
    }
}
