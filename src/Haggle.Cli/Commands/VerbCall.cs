using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>A verb as it was called.</summary>
internal sealed record VerbCall(World World, ParseResult Result, bool Json)
{
    public Terminal Terminal => World.Terminal;

    public T? Value<T>(Option<T> option) => Result.GetValue(option);

    public T Value<T>(Argument<T> argument) => Result.GetRequiredValue(argument);

    /// <summary>Shows a message: as JSON when asked for, otherwise laid out.</summary>
    public void Show<T>(T message, JsonTypeInfo<T> type, Action<Page, T> view) => Show(Terminal, Json, message, type, view);

    public static void Show<T>(Terminal terminal, bool json, T message, JsonTypeInfo<T> type, Action<Page, T> view)
    {
        if (json)
        {
            terminal.Output.Write(JsonText.Of(message, type));
            return;
        }

        var page = terminal.OutputPage();
        view(page, message);
        terminal.Show(page);
    }
}
