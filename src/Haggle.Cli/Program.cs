using System.Runtime.InteropServices;
using Haggle.Cli;
using Haggle.Cli.Commands;

// The commands that people and prompts call all the time do without signals, tasks and the command tree: together those cost more than the commands.
if (args is ["--version"])
{
    Console.Out.Write(ProductVersion.Text + "\n");
    return ExitCodes.Ok;
}

var world = World.OfProcess(serverAddress: null);
if (args is ["status"] && QuickStatus.TryShow(world)) return ExitCodes.Ok;
if (args is ["offers", _, ..] && QuickOffers.TryShow(world, args, out var exitCode)) return exitCode;

// The first Ctrl-C cancels what the command waits for; every command then leaves in its own way (launch detaches). The second ends it at once.
using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
});

return await CommandLine.RunAsync(args, world, stopping.Token).ConfigureAwait(false);
