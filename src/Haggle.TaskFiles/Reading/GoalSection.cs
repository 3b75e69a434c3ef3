using System.Globalization;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Haggle's own keys beside the format: checkpoint, deadline, budget.</summary>
internal static class GoalSection
{
    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mmzzz", "yyyy-MM-dd HH:mm:sszzz"];

    public static CheckpointSpec? ReadCheckpoint(Field field)
    {
        if (field.Node is YamlScalar) return field.Word("a folder or a map {path, every, keep, store}") is { } only ? new CheckpointSpec { Path = only } : null;
        if (Section.Open(field, "a folder or a map {path, every, keep, store}") is not { } section) return null;
        var checkpoint = new CheckpointSpec
        {
            Path = section.Require("path", "checkpoints")?.Word("a folder") ?? "",
            Every = section.Take("every")?.Duration(plainUnit: null),
            Keep = section.Take("keep")?.Whole(1, 10_000) ?? CheckpointSpec.DefaultKeep,
            Store = ReadStore(section.Take("store")),
        };
        section.Close();
        return checkpoint.Path.Length == 0 ? null : checkpoint;
    }

    private static string? ReadStore(Field? field)
    {
        if (field is null) return null;
        const string Wanted = "an address such as s3://bucket/folder, or an absolute path";
        if (field.Word(Wanted) is not { } text) return null;
        var scheme = text.Split("://") is [var before, _, ..] ? before.ToLowerInvariant() : "";
        if (scheme is "hf" or "http" or "https" && !text.Contains(".blob.core.windows.net/", StringComparison.OrdinalIgnoreCase))
            field.Refuse($"cannot be written to, it is only read: {field.Quoted}", "for example s3://bucket/folder");
        else if (scheme.Length == 0 && text[0] is not ('/' or '~')) field.Refuse($"must be {Wanted}, but it is {field.Quoted}", "for example s3://bucket/folder, or /shared/checkpoints");
        else return text.TrimEnd('/');
        return null;
    }

    public static Deadline? ReadDeadline(Field field)
    {
        const string Wanted = "an instant such as 2026-12-01T18:00Z or a duration such as 36h or 2d";
        if (field.Word(Wanted) is not { } text) return null;
        text = text.Trim();
        if (DurationText.TryParse(text, plainUnit: null, out var wait) && wait > TimeSpan.Zero) return new Deadline.After(wait);
        if (TryInstant(text, out var instant)) return new Deadline.At(instant);
        if (TryInstant(text + "Z", out _) || TryInstant(text + "T00:00Z", out _))
            field.Refuse(
                $"must say its time zone, but it is {field.Quoted}",
                text.Contains(':', StringComparison.Ordinal) ? $"write {text}Z, or {text}+02:00" : $"write {text}T18:00Z");
        else
            field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    public static Money? ReadBudget(Field field)
    {
        if (field.AmountOfMoney() is not { } money) return null;
        if (money > Money.Zero) return money;
        field.Refuse("must be more than zero");
        return null;
    }

    /// <summary>An amount above zero: 12.50, $12.50 or 12.50 USD.</summary>
    public static Money? AmountOfMoney(this Field field)
    {
        const string Wanted = "an amount of US dollars such as 12.50, $12.50 or 12.50 USD";
        if (field.Raw(Wanted) is not { } text) return null;
        text = text.Trim();
        if (text.EndsWith("USD", StringComparison.OrdinalIgnoreCase)) text = text[..^3].TrimEnd();
        if (text.Length <= 40 && Money.TryParse(text, out var money) && money > Money.Zero) return money;
        field.Refuse($"must be {Wanted}, above zero, but it is {field.Quoted}");
        return null;
    }

    /// <summary>A price per hour, zero or more: 0.35, $0.35 or 0.35/h.</summary>
    public static HourlyRate? HourlyPrice(this Field field)
    {
        const string Wanted = "a price per hour in US dollars such as 0.35 or $0.35/h";
        if (field.Raw(Wanted) is not { } text) return null;
        text = text.Trim();
        if (text.EndsWith("/h", StringComparison.Ordinal)) text = text[..^2].TrimEnd();
        if (text.Length <= 40 && Money.TryParse(text, out var money) && money >= Money.Zero) return new HourlyRate(money);
        field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    private static bool TryInstant(string text, out DateTimeOffset instant)
    {
        if (text.EndsWith('Z') || text.EndsWith('z')) text = text[..^1].TrimEnd() + "+00:00";
        var space = text.LastIndexOf(' ');
        if (space > 10) text = text.Remove(space, 1);
        return DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }
}
