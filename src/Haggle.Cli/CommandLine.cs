using Haggle.Cli.Commands;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;

namespace Haggle.Cli;

/// <summary>From arguments to an exit code. Nothing gets out of here but one clear message.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, World world, CancellationToken cancellationToken)
    {
        try
        {
            return await CommandTree.RunAsync(args, world, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException problem)
        {
            return Complain(world, problem.Message, problem.WhatToDo, problem.ExitCode);
        }
        catch (ServerRefusal refusal)
        {
            return Complain(world, refusal.Message, refusal.WhatToDo, refusal.ExitCode);
        }
        catch (IOException problem)
        {
            return Complain(world, "the server cannot be reached: " + problem.Message, "haggle server status says more.", ExitCodes.NoServer);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Detached;
        }
#pragma warning disable CA1031 // The outermost frame: a bug of ours ends in one message too, not in a page of stack.
        catch (Exception bug) when (world.Variable("HAGGLE_DEBUG") is null)
#pragma warning restore CA1031
        {
            var place = bug.StackTrace?.Split('\n')[0].Trim() ?? "an unknown place";
            return Complain(world, $"this is a bug of haggle: {bug.Message} ({bug.GetType().Name} {place})", "Runs are not touched by it. HAGGLE_DEBUG=1 shows all of it for a report.", ExitCodes.Bug);
        }
    }

    private static int Complain(World world, string message, string whatToDo, int exitCode)
    {
        var page = world.Terminal.ErrorPage();
        page.Wrapped(message, Ink.Bad, message.StartsWith("haggle ", StringComparison.Ordinal) ? "" : "haggle: ", 2);
        if (whatToDo.Length > 0) page.Wrapped(whatToDo, Ink.Plain, "  ", 2);
        world.Terminal.Error.Write(page.ToString());
        return exitCode;
    }
}
