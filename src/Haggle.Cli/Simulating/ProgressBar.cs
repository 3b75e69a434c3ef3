using System.Globalization;

namespace Haggle.Cli.Simulating;

/// <summary>A bar on the terminal's talk side; nothing when nobody looks. Thread-safe.</summary>
internal sealed class ProgressBar(Terminal terminal) : IDisposable
{
    private const int Cells = 30;
    private readonly Lock _gate = new();
    private int _shown = -1;

    public void Show(int done, int all)
    {
        if (!terminal.ErrorIsTerminal || all == 0) return;
        lock (_gate)
        {
            var percent = (int)(100L * done / all);
            if (percent <= _shown) return;
            _shown = percent;
            var full = percent * Cells / 100;
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r  {new string('█', full)}{new string('░', Cells - full)} {percent,3} %"));
        }
    }

    public void Dispose()
    {
        if (_shown >= 0) terminal.Error.Write("\r" + new string(' ', Cells + 10) + "\r");
    }
}
