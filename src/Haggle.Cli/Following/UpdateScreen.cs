using System.Collections.Immutable;
using Haggle.Catalog.Live;
using Haggle.Cli.Render;

namespace Haggle.Cli.Following;

/// <summary>What is seen of an update while it runs: on a terminal a line with a bar for each source, in a pipe a line when something happens.</summary>
internal sealed class UpdateScreen(Terminal terminal, ImmutableArray<SourceProgress> sources) : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private int _shown;

    /// <summary>Shows how it goes until it is done.</summary>
    public async Task<UpdateReport> WatchAsync(Task<UpdateReport> update, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!update.IsCompleted)
        {
            Show();
            await Task.WhenAny(update, Task.Delay(Redraw, time, cancellationToken)).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested) break;
        }

        Show();
        Erase();
        return await update.ConfigureAwait(false);
    }

    public void Dispose() => Erase();

    private void Show()
    {
        if (terminal.ErrorIsTerminal) Draw();
        else foreach (var source in sources) Tell(source);
    }

    private void Draw()
    {
        Erase();
        foreach (var source in sources)
        {
            if (source.State == SourceState.NoCredential) continue;
            var ink = source.State switch { SourceState.Fresh => Ink.Good, SourceState.Failed => Ink.Bad, SourceState.Partly or SourceState.Held => Ink.Careful, _ => Ink.Plain };
            terminal.Error.Write(new Inked(Fitted(UpdateLine.Bar(source)), ink).Paint(terminal.Colours) + "\n");
            _shown++;
        }
    }

    // What holds a source up stands last and may lose its end.
    private string Fitted(string line) => line.Length < terminal.Width ? line : string.Concat(line.AsSpan(0, terminal.Width - 2), "…");

    private void Erase()
    {
        if (_shown == 0) return;
        terminal.Error.Write($"\e[{_shown}A\e[J");
        _shown = 0;
    }

    // Only what changed, so that a log of an update stays short.
    private void Tell(SourceProgress source)
    {
        var line = UpdateLine.Plain(source);
        if (line.Length == 0 || (_told.TryGetValue(source.Name, out var told) && told == line)) return;
        _told[source.Name] = line;
        terminal.Say(line);
    }
}
