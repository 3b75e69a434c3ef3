using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Wire.Agent;

namespace Haggle.Machines;

/// <summary>One machine's folder: its files, each written whole or not at all.</summary>
internal sealed class MachineFolder(string root, string machine)
{
    // sun_path of a unix socket is 108 bytes with its closing zero.
    private const int SocketPathMax = 107;
    private const int IdLengthMax = 64;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What is left of a machine that is gone: enough to say when it was there and why it went.
    private static readonly string[] Kept = ["machine.json", "ended.json", "reclaim.json", "gone", "agent.log", "agent.out", "agent.pid"];

    public string Machine => machine;

    public string Path { get; } = System.IO.Path.Combine(root, machine);

    public string SocketPath => In("agent.sock");

    public bool Exists => Directory.Exists(Path);

    /// <summary>Whether the socket's path is short enough for the system.</summary>
    public bool HasRoomForSocket => System.Text.Encoding.UTF8.GetByteCount(SocketPath) <= SocketPathMax;

    /// <summary>Whether the provider has said that it is gone.</summary>
    public bool IsGone => File.Exists(In("gone"));

    /// <summary>A name that cannot lead out of the root.</summary>
    public static bool IsName(string id) => id.Length is > 0 and <= IdLengthMax && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public MachineRecord? Record() => Read("machine.json", MachinesJson.Default.MachineRecord);

    public MachineEnded? End() => Read("ended.json", AgentJson.Default.MachineEnded);

    public ReclaimSchedule? Reclaim() => Read("reclaim.json", AgentJson.Default.ReclaimSchedule);

    /// <summary>The agent's process, once it was started; null before.</summary>
    public ProcessMark? Agent()
    {
        try
        {
            return ProcessMark.Parse(File.ReadAllText(In("agent.pid")), out _);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Make() => Directory.CreateDirectory(Path, OnlyOwner | UnixFileMode.UserExecute);

    public void Write(MachineRecord record) => Write("machine.json", JsonSerializer.SerializeToUtf8Bytes(record, MachinesJson.Default.MachineRecord));

    public void Write(ReclaimSchedule record) => Write("reclaim.json", JsonSerializer.SerializeToUtf8Bytes(record, AgentJson.Default.ReclaimSchedule));

    /// <summary>Writes why it ended, if nobody has: the first word stays, whoever else is about to say another.</summary>
    public void WriteFirst(MachineEnded record)
    {
        if (File.Exists(In("ended.json")) && End() is null) File.Delete(In("ended.json"));
        var temporary = WriteTemporary("ended.json", JsonSerializer.SerializeToUtf8Bytes(record, AgentJson.Default.MachineEnded));
        try
        {
            File.Move(temporary, In("ended.json"), overwrite: false);
        }
        catch (IOException) when (File.Exists(In("ended.json")))
        {
            File.Delete(temporary);
        }
    }

    public void WriteAgentConfiguration(ReadOnlySpan<byte> bytes) => Write("agent.json", bytes);

    /// <summary>Makes room for a start: what a start that was cut off has left.</summary>
    public void ForgetStart() => File.Delete(In("agent.pid"));

    /// <summary>Says for good that the machine is gone, and gives back its disk.</summary>
    public void MarkGone()
    {
        Write("gone", []);
        Strip();
    }

    /// <summary>Deletes everything but the record; what cannot be deleted now is tried again the next time.</summary>
    public void Strip()
    {
        LeftMounts.Clear(In("mounted"));
        LeftPlaceholders.Clear(In("placeholders"));
        LeftScript.Run(In("left.sh"));
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
        {
            if (Kept.Contains(entry.Name)) continue;
            if (entry is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
    }

    /// <summary>Deletes the record too.</summary>
    public void Forget()
    {
        if (Exists) Directory.Delete(Path, recursive: true);
    }

    private void Write(string name, ReadOnlySpan<byte> bytes) => File.Move(WriteTemporary(name, bytes), In(name), overwrite: true);

    private string WriteTemporary(string name, ReadOnlySpan<byte> bytes)
    {
        // Temporary names are unlike each other, so that two writers never share one half-written file.
        var temporary = In($"{name}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OnlyOwner };
        using var file = new FileStream(temporary, options);
        file.Write(bytes);
        return temporary;
    }

    private T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(In(name)), type);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // A full disk can tear a file that somebody else writes; a torn one says nothing.
            return null;
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
