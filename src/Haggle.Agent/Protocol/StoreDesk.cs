using Haggle.Agent.Files;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Protocol;

/// <summary>
/// Lets the server fetch checkpoints, and bring one, where the machine does not see the server's disk: files below the machine's own store. What is brought may be half there
/// at any time; it counts only for an order that names it, and then every hash of it is verified.
/// </summary>
internal sealed class StoreDesk(AgentConfiguration configuration, MachineFolder folder, Lease lease)
{
    private const int PieceMax = 4 * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Sends a piece of a file.</summary>
    public async Task ReadAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        byte[] piece;
        bool atEnd;
        try
        {
            await using var file = new FileStream(Place(request.Text), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            piece = new byte[Math.Clamp(Math.Min(request.Length, file.Length - request.Offset), 0, PieceMax)];
            file.Position = request.Offset;
            await file.ReadExactlyAsync(piece, cancellationToken);
            atEnd = request.Offset + piece.Length >= file.Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await ReplyAsync(line, new AgentReply { Error = $"'{request.Text}' cannot be read: {fault.Message}" }, cancellationToken);
            return;
        }

        lease.Touch();
        await ReplyAsync(line, new AgentReply { Offset = request.Offset, Length = piece.Length, AtEnd = atEnd }, cancellationToken);
        await line.WriteBytesAsync(piece, cancellationToken);
    }

    /// <summary>Takes a piece of a file; the first one makes the file anew.</summary>
    /// <returns>Whether the conversation can go on: what could not be written was not read either.</returns>
    public async Task<bool> WriteAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var path = Place(request.Text);
            if (Path.GetDirectoryName(path) is { } parent) Directory.CreateDirectory(parent);
            var options = new FileStreamOptions { Mode = request.Offset == 0 ? FileMode.Create : FileMode.Open, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 0 };
            if (request.Offset > 0) options.UnixCreateMode = null;
            await using var file = new FileStream(path, options);
            file.Position = request.Offset;
            var buffer = new byte[128 * 1024];
            for (var left = request.Length; left > 0;)
            {
                var count = await line.ReadBytesAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (count == 0) return false;
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
                lease.Touch();
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await ReplyAsync(line, new AgentReply { Error = $"'{request.Text}' cannot be written: {fault.Message}" }, cancellationToken);
            return false;
        }

        await ReplyAsync(line, new AgentReply(), cancellationToken);
        return true;
    }

    private string Place(string path)
    {
        var root = Path.Combine(folder.Home, "store") + "/";
        var place = Path.GetFullPath(Path.Combine(root, path));
        return place.StartsWith(root, StringComparison.Ordinal) ? place : throw new ArgumentException("it is outside the store");
    }

    private Task ReplyAsync(AgentLine line, AgentReply reply, CancellationToken cancellationToken) =>
        line.WriteAsync(reply with { Token = configuration.Token }, AgentJson.Default.AgentReply, cancellationToken);
}
