using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// The last word of a host on its machines, kept on disk: while the host is not reached, that is what is known, also after a restart of the server. That a host is silent
/// does not mean that its machines are gone. Thread-safe.
/// </summary>
internal sealed class KnownMachines(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ImmutableArray<MachineRow>> _byOwner = new(StringComparer.Ordinal);

    /// <summary>What was told last.</summary>
    public ImmutableArray<MachineRow> Of(string owner)
    {
        lock (_gate)
        {
            if (!_byOwner.TryGetValue(owner, out var rows)) _byOwner[owner] = rows = Read(owner);
            return rows;
        }
    }

    /// <summary>Takes the host's word.</summary>
    public void Take(string owner, ImmutableArray<MachineRow> rows)
    {
        lock (_gate)
        {
            var before = Of(owner);
            _byOwner[owner] = rows;
            if (!Live(before).SequenceEqual(Live(rows))) Write(owner, rows);
        }
    }

    /// <summary>Takes note of a machine that was made just now.</summary>
    public void Add(string owner, MachineRow row)
    {
        lock (_gate)
        {
            if (Of(owner).Any(each => each.Machine == row.Machine)) return;
            Take(owner, Of(owner).Add(row));
        }
    }

    private static IEnumerable<string> Live(ImmutableArray<MachineRow> rows) => rows.Where(row => row.Status != MachineRow.Gone).Select(row => row.Machine + row.BilledFrom).Order(StringComparer.Ordinal);

    private ImmutableArray<MachineRow> Read(string owner)
    {
        try
        {
            return [.. JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(owner)), HostJson.Default.HostReply)?.Machines ?? []];
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            return [];
        }
    }

    private void Write(string owner, ImmutableArray<MachineRow> rows)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var json = JsonSerializer.SerializeToUtf8Bytes(new HostReply { Machines = [.. rows.Where(row => row.Status != MachineRow.Gone)] }, HostJson.Default.HostReply);
        var part = PathOf(owner) + ".part";
        using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })) file.Write(json);
        File.Move(part, PathOf(owner), overwrite: true);
    }

    private string PathOf(string owner) => Path.Combine(folder, owner + ".json");
}
