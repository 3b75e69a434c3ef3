using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Commands;

/// <summary>All verbs. Only the one that was named is built; all of them when none was, for the help.</summary>
internal static class CommandTree
{
    private static readonly (string Name, Func<World, GlobalOptions, Command> Build)[] Verbs =
    [
        ("launch", LaunchCommand.Build),
        ("check", CheckCommand.Build),
        ("plan", PlanCommand.Build),
        ("bench", BenchCommand.Build),
        ("offers", OffersCommand.Build),
        ("gpus", GpusCommand.Build),
        ("history", HistoryCommand.Build),
        ("catalog", CatalogCommand.Build),
        ("simulate", SimulateCommand.Build),
        ("experience", ExperienceCommand.Build),
        ("own", OwnCommand.Build),
        ("compare", CompareCommand.Build),
        ("status", StatusCommand.Build),
        ("queue", QueueCommand.Build),
        ("machines", MachinesCommand.Build),
        ("logs", LogsCommand.Build),
        ("cost", CostCommand.Build),
        ("stop", StopCommand.Build),
        ("down", DownCommand.Build),
        ("ssh", SshCommand.Build),
        ("exec", ExecCommand.Build),
        ("tunnel", TunnelCommand.Build),
        ("jupyter", JupyterCommand.Build),
        ("reclaim", ReclaimCommand.Build),
        ("sweep", SweepCommand.Build),
        ("aws", AwsCommand.Build),
        ("doctor", DoctorCommand.Build),
        ("server", ServerCommand.Build),
    ];

    public static Task<int> RunAsync(string[] args, World world, CancellationToken cancellationToken)
    {
        var root = Build(world, args.FirstOrDefault(arg => !arg.StartsWith('-')));
        if (args.Length == 0) args = ["--help"];
        var result = root.Parse(args);
        if (result.Action is not TeachingHelp)
        {
            if (StrayOption(result) is { } stray) throw UnknownWord(result, stray);
            if (result.Errors.Count > 0) throw Refusal(result);
        }

        var configuration = new InvocationConfiguration
        {
            Output = world.Terminal.Output,
            Error = world.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Program.cs turns Ctrl-C into a cancellation; a second handler would end the process before a command could detach.
            ProcessTerminationTimeout = null,
        };
        return result.InvokeAsync(configuration, cancellationToken);
    }

    public static RootCommand Build(World world, string? named)
    {
        var globals = new GlobalOptions();
        var root = new RootCommand("Train a model for the least money, and prove what it cost.");
        root.Options.Single(option => option is VersionOption).Description = "Show the version.";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show help, also for a verb: haggle launch --help";
        help.Action = new TeachingHelp(world);
        root.Add(globals.Json);
        root.Add(globals.Server);
        var isKnown = Verbs.Any(verb => verb.Name == named);
        foreach (var (name, build) in Verbs)
            if (!isKnown || name == named) root.Add(build(world, globals));
        return root;
    }

    private static CliException Refusal(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var path = PathOf(result.CommandResult);
        if (result.UnmatchedTokens is [var word, ..]) return UnknownWord(result, word);
        if (command.Subcommands.Count > 0 && command.Action is null) return CliException.BadInput($"{path} needs to be told what to do", $"See {path} --help");
        var missing = command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 });
        if (missing is not null) return CliException.BadInput($"{path} needs {missing.Name}: {missing.Description}", $"See {path} --help");
        return CliException.BadInput(result.Errors[0].Message, $"See {path} --help");
    }

    /// <summary>
    /// The parser takes a misspelt option for an argument (`logs --folow` for a run of that name). Nothing that we take as an argument begins with a dash,
    /// except after "--".
    /// </summary>
    private static string? StrayOption(ParseResult result)
    {
        var arguments = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        return result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value is ['-', _, ..] && arguments.Contains(token))?.Value;
    }

    private static CliException UnknownWord(ParseResult result, string word)
    {
        var command = result.CommandResult.Command;
        var path = PathOf(result.CommandResult);
        var isOption = word.StartsWith('-');
        var known = isOption
            ? command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Concat(["--json", "--server", "--help"])
            : command.Subcommands.Select(sub => sub.Name);
        var near = (command is RootCommand ? ForeignVerbs.Ours(word) : null) ?? Spelling.Nearest(word, known);
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "further argument";
        return CliException.BadInput($"{path} has no {what} '{word}'", near is null ? $"See {path} --help" : $"Did you mean {near}?");
    }

    public static string PathOf(SymbolResult? result)
    {
        var names = new List<string>();
        for (var at = result; at is CommandResult command; at = at.Parent) names.Insert(0, command.Command is RootCommand ? "haggle" : command.Command.Name);
        return string.Join(' ', names);
    }
}
