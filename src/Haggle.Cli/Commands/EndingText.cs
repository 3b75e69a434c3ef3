using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>What is said after a run was told to end.</summary>
internal static class EndingText
{
    public static string Of(RunMessage run, string otherwise) =>
        Words.IsOver(run) ? $"Run {run.Id} ({run.Name}) is over already: {Words.Standing(run).Text}." : $"Run {run.Id} ({run.Name}) {otherwise}.";
}
