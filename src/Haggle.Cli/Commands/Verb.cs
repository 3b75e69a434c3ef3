using System.CommandLine;

namespace Haggle.Cli.Commands;

/// <summary>A verb of the command line, with the examples that its help teaches by.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Command lines, each followed by " # " and what it does.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What the verb does.</summary>
    public Verb Does(World world, GlobalOptions globals, Func<VerbCall, CancellationToken, Task<int>> action)
    {
        SetAction((result, cancellationToken) => action(
            new VerbCall(world.WithServer(result.GetValue(globals.Server)), result, result.GetValue(globals.Json)), cancellationToken));
        return this;
    }
}
