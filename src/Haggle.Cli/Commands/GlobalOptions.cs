using System.CommandLine;

namespace Haggle.Cli.Commands;

/// <summary>Options that every verb has.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Write the result as JSON (docs/api.md).", Recursive = true };

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "Talk to this server instead of the private one (or HAGGLE_SERVER).",
        HelpName = "URL",
        Recursive = true,
    };
}
