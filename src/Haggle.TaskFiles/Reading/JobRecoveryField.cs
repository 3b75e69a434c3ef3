using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>job_recovery: a strategy or a map; "none" switches recovery off.</summary>
internal static class JobRecoveryField
{
    private static readonly string[] Strategies = ["EAGER_NEXT_REGION", "FAILOVER", "NONE"];

    public static JobRecovery Read(Field field)
    {
        if (field.Node is not YamlMapping)
        {
            field.Session.Met("resources.job_recovery.strategy", field.Node, isActedOn: false);
            return WithStrategy(field, new JobRecovery());
        }

        if (Section.Open(field) is not { } section) return new JobRecovery();
        var recovery = new JobRecovery { MaxRestartsOnErrors = section.Take("max_restarts_on_errors")?.Whole(0, 1_000_000) ?? 0 };
        if (section.Take("strategy") is { } strategy) recovery = WithStrategy(strategy, recovery);
        if (section.Take("recover_on_exit_codes") is { } codes) recovery = recovery with { RecoverOnExitCodes = ReadCodes(codes) };
        foreach (var (name, isActedOn) in TaskFields.OfJobRecovery)
        {
            if (section.Take(name) is { } known) field.Session.Met($"resources.job_recovery.{name}", known.Node, isActedOn);
        }

        return WithExtra(section, recovery);
    }

    private static JobRecovery WithStrategy(Field field, JobRecovery recovery)
    {
        if (field.Word("the name of a strategy") is not { } text) return recovery;
        var name = text.Trim().ToUpperInvariant();
        if (!Strategies.Contains(name) && Spelling.Nearest(name, Strategies) is { } near)
            field.Refuse($"names the strategy '{Field.Shorten(text)}', which is not known", $"did you mean {near}?");
        return recovery with { Strategy = name, IsEnabled = name != "NONE" };
    }

    private static ImmutableArray<int> ReadCodes(Field field)
    {
        IEnumerable<Field> items = field.Node is YamlSequence ? field.Items("exit codes") : [field];
        var codes = ImmutableArray.CreateBuilder<int>();
        foreach (var item in items)
        {
            if (item.Whole(0, 255) is not { } code) continue;
            if (codes.Contains(code)) item.Refuse($"is given twice");
            else codes.Add(code);
        }

        return codes.ToImmutable();
    }

    // Strategies of others bring keys of their own, so a stranger is passed on; one that looks like a slip is pointed out.
    private static JobRecovery WithExtra(Section section, JobRecovery recovery)
    {
        var rest = section.Rest().ToList();
        if (rest.Count == 0) return recovery;
        foreach (var entry in rest)
        {
            var field = section.Child(entry);
            field.Session.Met(field.Path, entry.Value, isActedOn: false);
            if (!field.Session.Complaints.IsFull && Spelling.Nearest(entry.Key.Text, TaskFields.OfJobRecovery.Keys) is { } near)
                field.Session.Complaints.Warning(
                    entry.Key.Line,
                    entry.Key.Column,
                    $"{field.Path} is not known and passed on as it is",
                    $"did you mean '{near}'?");
        }

        return recovery with { Extra = Lists.PassThroughMap(rest.Select(entry => (entry.Key, section.Child(entry)))) };
    }
}
