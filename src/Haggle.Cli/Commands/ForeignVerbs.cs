using System.Collections.Frozen;

namespace Haggle.Cli.Commands;

/// <summary>What other tools call our verbs (SkyPilot, dstack, kubectl, docker, Slurm): whoever comes from there is told the word that is used here.</summary>
internal static class ForeignVerbs
{
    private static readonly FrozenDictionary<string, string> _ours = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apply"] = "launch",
        ["attach"] = "logs -f",
        ["autostop"] = "jupyter --idle",
        ["cancel"] = "stop",
        ["clean"] = "sweep",
        ["cost-report"] = "cost",
        ["delete"] = "down",
        ["destroy"] = "down",
        ["fleet"] = "machines",
        ["forward"] = "tunnel",
        ["jobs"] = "status",
        ["kill"] = "down",
        ["list"] = "status",
        ["notebook"] = "jupyter",
        ["optimize"] = "plan",
        ["port-forward"] = "tunnel",
        ["prices"] = "offers",
        ["ps"] = "status",
        ["rm"] = "down",
        ["run"] = "launch",
        ["show-gpus"] = "gpus",
        ["start"] = "launch",
        ["submit"] = "launch",
        ["terminate"] = "down",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Our verb for a word of another tool, or null.</summary>
    public static string? Ours(string word) => _ours.GetValueOrDefault(word);
}
