using System.Runtime.InteropServices;
using Haggle.Cli;

// The first Ctrl-C cancels what the command waits for; every command then leaves in its own way (launch detaches). The second ends it at once.
using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
});

return await CommandLine.RunAsync(args, World.OfProcess(serverAddress: null), stopping.Token).ConfigureAwait(false);
