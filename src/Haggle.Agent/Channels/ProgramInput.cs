using Haggle.Agent.Programs;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>Hands what comes over a channel to a program's standard input.</summary>
internal static class ProgramInput
{
    /// <summary>Until the caller has nothing more, which the program sees as the end of its input. A program that does not read any more misses the rest.</summary>
    public static async Task TakeInputAsync(this IRunningProgram program, AgentChannel channel, CancellationToken cancellationToken)
    {
        var reads = true;
        await using (program.Input)
        {
            await channel.ReadAllAsync(async (bytes, token) =>
            {
                if (!reads) return;
                try
                {
                    await program.Input.WriteAsync(bytes, token);
                    await program.Input.FlushAsync(token);
                }
                catch (IOException)
                {
                    reads = false;
                }
            }, cancellationToken);
        }
    }
}
