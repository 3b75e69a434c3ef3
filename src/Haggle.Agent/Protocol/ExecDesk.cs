using System.Globalization;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Protocol;

/// <summary>Runs a command line beside the program, with its environment, and sends what it prints as it comes. Values of secrets are covered, as in the log.</summary>
internal sealed class ExecDesk(AgentConfiguration configuration, MachineFolder folder, OrderBook book, IProgramPlace place)
{
    private int count;

    /// <summary>Runs one. Answers: lines with a length, each followed by so many bytes, and a last one with the exit code.</summary>
    public async Task RunAsync(AgentLine line, string command, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"exec-{Interlocked.Increment(ref count)}");
        try
        {
            Directory.CreateDirectory(folder.Work);
            using var program = await place.StartForOutputAsync(name, command, ProgramEnvironment.Of(book.Order, folder), cancellationToken);
            var code = await SendAsync(line, program, cancellationToken);
            await ReplyAsync(line, new AgentReply { AtEnd = true, ExitCode = code }, cancellationToken);
        }
        catch (Exception fault) when (fault is TaskFault or UnauthorizedAccessException)
        {
            await ReplyAsync(line, new AgentReply { Error = fault.Message, AtEnd = true }, cancellationToken);
        }
        finally
        {
            File.Delete(folder.Script(name));
        }
    }

    private async Task<int> SendAsync(AgentLine line, IRunningProgram program, CancellationToken cancellationToken)
    {
        try
        {
            var filter = new SecretFilter(() => book.Mask);
            var buffer = new byte[32 * 1024];
            for (int read; (read = await program.Output.ReadAsync(buffer, cancellationToken)) > 0;) await SendAsync(line, filter.Pass(buffer.AsSpan(0, read)), cancellationToken);
            await SendAsync(line, filter.Rest(), cancellationToken);
            return await program.ExitAsync(cancellationToken);
        }
        catch
        {
            // Nobody listens any more: the command ends with its caller.
            program.Signal(Native.SigKill);
            throw;
        }
    }

    private async Task SendAsync(AgentLine line, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty) return;
        await ReplyAsync(line, new AgentReply { Length = bytes.Length }, cancellationToken);
        await line.WriteBytesAsync(bytes, cancellationToken);
    }

    private Task ReplyAsync(AgentLine line, AgentReply reply, CancellationToken cancellationToken) =>
        line.WriteAsync(reply with { Token = configuration.Token }, AgentJson.Default.AgentReply, cancellationToken);
}
