using System.CommandLine;
using Haggle.Cli.Commands;

namespace Haggle.Cli.Render;

/// <summary>The help of a command.</summary>
internal static class HelpView
{
    /// <summary>Names longer than this get a line of their own.</summary>
    private const int WidestName = 26;

    public static void Write(Page page, Command command, string path)
    {
        page.Wrapped(command.Description ?? "");
        page.Blank();
        Heading(page, "Usage");
        page.Wrapped(Usage(command, path), Ink.Plain, "  ", 4);
        if (command is Verb { Examples.Count: > 0 } verb) WriteExamples(page, verb.Examples);
        if (command is RootCommand) WriteExamples(page, ["haggle launch examples/charlm/task.yaml --rehearse # train here as if on a spot machine", "haggle status # what runs now", "haggle cost 1 # what run 1 cost, and what spot saved"]);
        Section(page, command is RootCommand ? "Verbs" : "What to do", command.Subcommands.Select(sub => (sub.Name, sub.Description ?? "")));
        Section(page, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        Section(page, "Options", Options(command));
        if (command is not RootCommand) return;
        page.Blank();
        page.Wrapped("A verb's own help has examples: haggle launch --help", Ink.Faint);
    }

    private static string Subcommands(Command command) => string.Join('|', command.Subcommands.Select(sub => sub.Name));

    private static string Usage(Command command, string path)
    {
        var parts = new List<string> { path };
        if (command.Subcommands.Count > 0) parts.Add(command is RootCommand ? "VERB" : command.Action is null ? Subcommands(command) : $"[{Subcommands(command)}]");
        foreach (var argument in command.Arguments)
        {
            var name = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
            var dashes = argument.Name == "COMMAND" ? "-- " : "";
            parts.Add(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : dashes + name);
        }

        if (Options(command).Any()) parts.Add("[options]");
        return string.Join(' ', parts);
    }

    private static IEnumerable<(string Name, string Text)> Options(Command command)
    {
        var inherited = command is RootCommand ? [] : command.Parents.OfType<Command>().SelectMany(Ancestors).SelectMany(parent => parent.Options).Where(option => option.Recursive);
        foreach (var option in command.Options.Concat(inherited))
        {
            if (option.Hidden || (option.Name == "--help" && command is not RootCommand)) continue;
            var names = string.Join(", ", option.Aliases.Where(alias => alias is not ("/?" or "/h" or "-?")).OrderBy(alias => alias.Length).Append(option.Name).Distinct(StringComparer.Ordinal));
            var value = option.HelpName is { } name ? option.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}" : "";
            yield return (names + value, option.Description ?? "");
        }
    }

    private static IEnumerable<Command> Ancestors(Command command) => command.Parents.OfType<Command>().SelectMany(Ancestors).Prepend(command);

    private static void Section(Page page, string title, IEnumerable<(string Name, string Text)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0) return;
        page.Blank();
        Heading(page, title);
        var width = Math.Min(WidestName, list.Max(row => row.Name.Length));
        foreach (var (name, text) in list)
        {
            if (name.Length > width) page.Line("  " + name);
            page.Wrapped(text, Ink.Plain, name.Length > width ? new string(' ', width + 4) : "  " + name.PadRight(width + 2), width + 4);
        }
    }

    private static void WriteExamples(Page page, IReadOnlyList<string> examples)
    {
        page.Blank();
        Heading(page, "Examples");
        var rows = examples.Select(example => example.Split(" # ", 2)).ToList();
        var width = rows.Max(row => row[0].Length);
        foreach (var row in rows)
        {
            var note = row.Length > 1 ? "# " + row[1] : "";
            if (2 + width + 2 + rows.Max(other => other.Length > 1 ? other[1].Length + 2 : 0) <= page.Width) page.Line("  ", new Inked(row[0].PadRight(width + 2), Ink.Accent), new Inked(note, Ink.Faint));
            else
            {
                if (note.Length > 0) page.Wrapped(note, Ink.Faint, "  ", 4);
                page.Line("  ", new Inked(row[0], Ink.Accent));
            }
        }
    }

    private static void Heading(Page page, string title) => page.Line(new Inked(title + ":", Ink.Strong));
}
