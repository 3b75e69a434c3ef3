using System.CommandLine;
using System.CommandLine.Invocation;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>--help: what a verb is for, how it is written, and examples to copy.</summary>
internal sealed class TeachingHelp(World world) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var page = world.Terminal.OutputPage();
        HelpView.Write(page, parseResult.CommandResult.Command, CommandTree.PathOf(parseResult.CommandResult));
        world.Terminal.Show(page);
        return ExitCodes.Ok;
    }
}
