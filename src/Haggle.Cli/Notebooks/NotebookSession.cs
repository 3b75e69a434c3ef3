using System.Text.Json;
using Haggle.Cli.Access;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Channels;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Notebooks;

/// <summary>
/// A notebook server of a run, here: found or started on the machine, brought to a port of this computer, opened, and found again on the next machine when
/// this one is taken away. The address stays the same all the time.
/// </summary>
internal sealed class NotebookSession(World world, HaggleClient client, RunMessage run, NotebookWish wish) : IDisposable
{
    // The script needs a Python anyway; without one the shell says so in the script's own way.
    private const string Command = "command -v python3 >/dev/null || { echo '{\"error\":\"there is no python3 on this machine\"}'; exit 3; }; exec python3 -";

    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource<NotebookServer> _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CliException? _fault;
    private string _over = "";
    private bool _isShown;
    private string? _page;

    private Terminal Terminal => world.Terminal;

    /// <summary>Until the server or the run is over, or Ctrl-C.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        using var line = new MachineLine(world, client, run, 0, text => Terminal.Say(text, Ink.Careful)) { Reached = _ => Renew() };
        using var end = new LocalEnd(new Forward(wish.LocalPort, 0, null), (_, token) => LeadAsync(line, token), _ => { });
        var keeping = line.KeepAsync(over.Token);
        var leading = end.RunAsync(over.Token);
        var attending = AttendAsync(line, end.Port, over.Token);
        try
        {
            var last = await keeping.ConfigureAwait(false);
            if (_isShown || last.Outcome == "succeeded") Terminal.Say($"Run {last.Id} ({last.Name}) is over: {last.Outcome}.", Ink.Faint);
            return Launching.RunExit.CodeOf(last);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave();
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException)
        {
            if (_fault is { } fault) throw fault;
            Terminal.Say($"The notebook server is over: {_over}. The run goes on.", Ink.Faint);
            return ExitCodes.Ok;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(leading, attending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_page is { } page) File.Delete(page);
        }
    }

    public void Dispose() => _ended.Dispose();

    // Whoever waits for the first server goes on waiting; only one that is known is forgotten.
    private void Renew()
    {
        if (_server.Task.IsCompleted) _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task<(AgentChannel Channel, ChannelAnswer Answer)> LeadAsync(MachineLine line, CancellationToken cancellationToken)
    {
        var server = await _server.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await line.OpenAsync(new ChannelRequest { Kind = "tcp", Port = server.Port }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stays with the script on the machine, on one machine after the other.</summary>
    private async Task AttendAsync(MachineLine line, int localPort, CancellationToken cancellationToken)
    {
        var script = wish.Settings.Script(wish.Token);
        while (true)
        {
            try
            {
                var (channel, _) = await line.OpenAsync(new ChannelRequest { Kind = "shell", Command = Command }, cancellationToken).ConfigureAwait(false);
                await channel.SendAsync(script, cancellationToken).ConfigureAwait(false);
                await channel.EndAsync(cancellationToken).ConfigureAwait(false);
                await HearAsync(channel, localPort, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelBrokenException)
            {
                // The machine is gone, or was not there; the next one is waited for by whoever keeps the line.
            }

            if (_fault is not null || (_over.Length > 0 && !wish.OwnsRun))
            {
                await _ended.CancelAsync().ConfigureAwait(false);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300), world.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task HearAsync(AgentChannel channel, int localPort, CancellationToken cancellationToken)
    {
        await using var stream = new ChannelReading(channel);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            if (!text.StartsWith('{') || Parse(text) is not { } said) continue;
            if (said.Note is { } note) Terminal.Say(note + " ...", Ink.Faint);
            else if (said.Error is { } error) _fault ??= new CliException(ExitCodes.Failed, $"run {run.Id}: {error}", wish.Settings.Install ? "" : "haggle jupyter RUN --install puts JupyterLab into a folder of that machine.");
            else if (said.Over is { } over) _over = over;
            else if (said.Port > 0) await FoundAsync(said, localPort, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FoundAsync(NotebookServer server, int localPort, CancellationToken cancellationToken)
    {
        _server.TrySetResult(server);
        if (_isShown) Terminal.Say("The notebook is there again, at the same address.", Ink.Faint);
        if (_isShown) return;
        _isShown = true;
        var address = server.Address(localPort);
        if (wish.Json) Terminal.Output.Write(JsonText.Of(new NotebookMessage { Run = run.Id, Address = address, LocalPort = localPort, Folder = server.Root }, RestJson.Default.NotebookMessage));
        else Terminal.Output.Write(address + "\n");
        var idle = server.IdleSeconds > 0 ? $" It ends when nobody has used it for {TimeText.Span(server.IdleSeconds)}." : "";
        Terminal.Say($"Notebooks are kept in {server.Root}.{idle} Ctrl-C leaves it alone.", Ink.Faint);
        if (wish.Opens) _page = await BrowserPage.OpenAsync(world, address, run.Id, cancellationToken).ConfigureAwait(false);
    }

    private void Leave()
    {
        var ends = wish.Settings.IdleSeconds > 0 ? $" until nobody has used it for {TimeText.Span(wish.Settings.IdleSeconds)}" : "";
        var stop = wish.OwnsRun ? $"\n  haggle stop {run.Id}      end it and give the machine back" : "";
        Terminal.Say($"\nThe notebook goes on{ends}.\n  haggle jupyter {run.Id}   open it again{stop}");
    }

    private static NotebookServer? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, NotebookJson.Default.NotebookServer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
