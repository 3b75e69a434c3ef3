using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Access;

/// <summary>`haggle tunnel`: the ends here, and the connection to the machine behind them.</summary>
internal sealed class Tunnel(World world, MachineLine line, IReadOnlyList<Forward> forwards, bool json)
{
    private Terminal Terminal => world.Terminal;

    /// <summary>Until the run is over or Ctrl-C; both are a good end.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var ends = new List<LocalEnd>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (var forward in forwards) ends.Add(new LocalEnd(forward, line.OpenAsync, text => Terminal.Say(text, Ink.Careful)));
            var leading = Task.WhenAll(ends.Select(end => end.RunAsync(over.Token)));
            Show(ends);
            var run = await line.KeepAsync(over.Token).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await leading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Terminal.Say($"Run {run.Id} ({run.Name}) is over: {run.Outcome}. The tunnel is closed.", Ink.Faint);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Terminal.Say("\nThe tunnel is closed; the run goes on.", Ink.Faint);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (var end in ends) end.Dispose();
        }

        return ExitCodes.Ok;
    }

    private void Show(List<LocalEnd> ends)
    {
        var run = line.Run;
        if (json)
        {
            var message = new TunnelMessage { Run = run.Id, Ends = [.. ends.Select(end => new TunnelEndMessage { LocalPort = end.Port, Port = end.Forward.Port, Path = end.Forward.Path ?? "" })] };
            Terminal.Output.Write(JsonText.Of(message, RestJson.Default.TunnelMessage));
            return;
        }

        foreach (var end in ends) Terminal.Output.Write(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{end.Port}  {end.Forward.There} of run {run.Id} ({run.Name})\n"));
        Terminal.Say("Ctrl-C closes the tunnel; the run goes on.", Ink.Faint);
    }
}
