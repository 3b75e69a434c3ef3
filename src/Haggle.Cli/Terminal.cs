using System.Text;
using Haggle.Cli.Access;
using Haggle.Cli.Render;

namespace Haggle.Cli;

/// <summary>Where a command reads and writes: results on <see cref="Output"/>, talk on <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    /// <summary>Lines that go into a pipe may be this wide: tables keep their columns and nothing is folded that a script would look for.</summary>
    private const int PipeWidth = 120;

    /// <summary>Narrower than this nothing can be laid out.</summary>
    private const int LeastWidth = 40;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader Input { get; init; }

    public required int Width { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether colours are wanted at all (NO_COLOR, TERM=dumb).</summary>
    public bool Colours { get; init; }

    /// <summary>Whether the terminal shows UTF-8, as the locale says.</summary>
    public bool Utf8 { get; init; }

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public bool CanAsk => InputIsTerminal && ErrorIsTerminal;

    public Page OutputPage() => new(Width, Colours && OutputIsTerminal, Utf8 && Colours && OutputIsTerminal);

    public Page ErrorPage() => new(Width, Colours && ErrorIsTerminal);

    public void Show(Page page) => Output.Write(page.ToString());

    public void Say(string text, Ink ink = Ink.Plain)
    {
        var page = ErrorPage();
        page.Wrapped(text, ink);
        Error.Write(page.ToString());
    }

    /// <summary>Raw bytes of a program's output, in order with everything written before.</summary>
    public Action<ReadOnlyMemory<byte>> RawOutput { get; init; } = _ => { };

    /// <summary>Keys and screen for a program on another machine.</summary>
    public ISeat Seat { get; init; } = new ProcessSeat();

    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var raw = Console.OpenStandardOutput();
        var output = new StreamWriter(raw, utf8, 4096) { AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError(), utf8, 512) { AutoFlush = true };
        var outputIsTerminal = !Console.IsOutputRedirected;
        return new Terminal
        {
            Output = output,
            Error = error,
            Input = new LazyInput(),
            Width = WidthOf(outputIsTerminal),
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = outputIsTerminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Colours = Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            Utf8 = IsUtf8(Environment.GetEnvironmentVariable),
            RawOutput = bytes => raw.Write(bytes.Span),
        };
    }

    /// <summary>The first of the three variables that is set decides, as in every program of the system.</summary>
    internal static bool IsUtf8(Func<string, string?> variable)
    {
        var locale = variable("LC_ALL") is { Length: > 0 } all ? all : variable("LC_CTYPE") is { Length: > 0 } type ? type : variable("LANG") ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }

    private static int WidthOf(bool outputIsTerminal)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 0) return Math.Max(LeastWidth, columns);
        if (!outputIsTerminal) return PipeWidth;
        var width = Console.WindowWidth;
        return width <= 0 ? 80 : Math.Max(LeastWidth, width);
    }

    /// <summary>Opens standard input only when somebody is asked: most commands never read.</summary>
    private sealed class LazyInput : TextReader
    {
        public override string? ReadLine() => Console.In.ReadLine();
    }
}
