using System.Globalization;
using Haggle.Cli.Rehearsing;
using Haggle.Cli.Render;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Planning;

/// <summary>Reads deadlines, budgets and other limits of a plan from the command line.</summary>
internal static class PlanLimits
{
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    /// <summary>How long there is until a deadline: a time such as 8h, or an instant such as 2026-12-01T18:00Z.</summary>
    /// <exception cref="CliException">It is neither, or it has passed.</exception>
    public static TimeSpan Deadline(string text, DateTimeOffset now)
    {
        if (SpanText.TryParse(text, out var span)) return span > TimeSpan.Zero ? span : throw CliException.BadInput($"--deadline {text} leaves no time", "Give a time such as 8h, or an instant to come.");
        var written = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        if (!DateTimeOffset.TryParseExact(written, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
            throw CliException.BadInput($"--deadline '{text}' is neither a time such as 8h nor an instant such as 2026-12-01T18:00Z");
        return Left(instant, now) ?? throw CliException.BadInput($"--deadline {text} has passed {TimeText.Span((now - instant).TotalSeconds)} ago", $"It is {TimeText.Instant(now)}; give an instant to come, or a time such as 8h.");
    }

    /// <summary>How long a task's own deadline leaves; null when it has passed.</summary>
    public static TimeSpan? Left(Deadline deadline, DateTimeOffset now) => Left(deadline.For(now), now);

    /// <exception cref="CliException">It is no amount above zero.</exception>
    public static Money Budget(string text) =>
        Money.TryParse(text, out var money) && money > Money.Zero ? money : throw CliException.BadInput($"--budget '{text}' is not an amount of US dollars above zero", "For example --budget 20 or --budget 12.50.");

    /// <exception cref="CliException">It is no time.</exception>
    public static TimeSpan Age(string text) => SpanText.TryParse(text, out var age) ? age : throw CliException.BadInput($"--max-age '{text}' is not a time such as 90d");

    private static TimeSpan? Left(DateTimeOffset instant, DateTimeOffset now) => instant > now ? instant - now : null;
}
