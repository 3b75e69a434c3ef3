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
