using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>
/// resources: writes out any_of, ordered, sets and lists of accelerators into complete choices. The merge happens on the YAML,
/// so that one reader reads every choice and each value keeps its place; a complaint about a shared key is kept once.
/// </summary>
internal static class ResourcesSection
{
    private const int MostChoices = 256;

    // A key of an alternative also replaces the other ways to say the same thing.
    private static readonly string[][] Synonyms =
        [["infra", "cloud", "region", "zone"], ["accelerators", "gpus"], ["job_recovery", "spot_recovery"], ["disk_size", "ephemeral_storage"]];

    public static (ResourceSpec Spec, JobRecovery Recovery) Read(Field field)
    {
        var nothing = (ResourceSpec.Any, new JobRecovery());
        if (Section.Open(field) is not { } section) return nothing;
        var anyOf = section.Take("any_of");
        var ordered = section.Take("ordered");
        if (anyOf is not null && ordered is not null)
        {
            ordered.Refuse("cannot stand beside any_of", "keep one of the two");
            return nothing;
        }

        foreach (var key in new[] { "any_of", "ordered" })
        {
            if (section.Take(key) is { } list) field.Session.Met($"resources.{key}", list.Node, isActedOn: true);
        }

        var shared = ((YamlMapping)field.Node).Entries.Where(entry => entry.Key.Text is not ("any_of" or "ordered")).ToImmutableArray();
        var alternatives = (anyOf ?? ordered) is { } given ? ReadAlternatives(given, shared, field) : [new Alternative(field, shared)];
        var choices = ImmutableArray.CreateBuilder<ResourceChoice>();
        JobRecovery? recovery = null;
        var isOrdered = ordered is not null;
        foreach (var alternative in alternatives)
        {
            var place = alternative.Field with { Node = new YamlMapping(alternative.Entries, alternative.Field.Node.Line, alternative.Field.Node.Column) };
            if (ResourceChoiceSection.Read(place) is not { } read) continue;
            if (!IsAllowed(read.Accelerators, anyOf, ordered, place)) continue;
            isOrdered |= read.Accelerators.IsOrdered;
            if (recovery is not null && !Same(recovery, read.Recovery))
                place.Refuse("has another job_recovery than the alternatives before it", "give job_recovery once, beside any_of");
            recovery ??= read.Recovery;
            if (read.Accelerators.Requests.IsEmpty) choices.Add(read.Choice);
            else choices.AddRange(read.Accelerators.Requests.Select(request => read.Choice with { Accelerators = request }));
            if (choices.Count <= MostChoices) continue;
            field.Refuse(string.Create(CultureInfo.InvariantCulture, $"has more than {MostChoices} alternatives"));
            return nothing;
        }

        return choices.Count == 0 ? nothing : (new ResourceSpec(choices.ToImmutable(), isOrdered), recovery ?? new JobRecovery());
    }

    private static List<Alternative> ReadAlternatives(Field list, ImmutableArray<YamlEntry> shared, Field resources)
    {
        // Every alternative bears the name "resources": a complaint about a shared key then reads the same in each and is kept once.
        var alternatives = new List<Alternative>();
        foreach (var item in list.Items("a list of resources"))
        {
            if (alternatives.Count == MostChoices)
            {
                list.Refuse(string.Create(CultureInfo.InvariantCulture, $"has more than {MostChoices} alternatives"));
                return [];
            }

            if (item.Node is YamlMapping own) alternatives.Add(new Alternative(item with { Path = resources.Path }, Merge(shared, own)));
            else item.Refuse($"must be a map of resources, but it is {item.Node.Kind}", "for example {infra: aws, accelerators: A100:8}");
        }

        if (list.Node is YamlSequence { Items.IsEmpty: true }) list.Refuse("is an empty list", "add an alternative or remove the key");
        return alternatives;
    }

    private static ImmutableArray<YamlEntry> Merge(ImmutableArray<YamlEntry> shared, YamlMapping own)
    {
        var keys = own.Entries.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var replaced = Synonyms.Where(IsReplaced).SelectMany(family => family).Concat(keys).ToHashSet(StringComparer.Ordinal);
        var labels = shared.FirstOrDefault(entry => entry.Key.Text == "labels")?.Value as YamlMapping;
        return
        [
            .. shared.Where(entry => !replaced.Contains(entry.Key.Text)),
            .. own.Entries.Select(entry => entry is { Key.Text: "labels", Value: YamlMapping mine } && labels is not null
                ? entry with { Value = MergeLabels(labels, mine) }
                : entry),
        ];

        // cloud, region and zone complete each other; only infra stands for all of them at once.
        bool IsReplaced(string[] family) =>
            family.Any(keys.Contains) && (family[0] != "infra" || keys.Contains("infra") || shared.Any(entry => entry.Key.Text == "infra"));
    }

    private static YamlMapping MergeLabels(YamlMapping shared, YamlMapping own)
    {
        var keys = own.Entries.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        return new YamlMapping([.. shared.Entries.Where(entry => !keys.Contains(entry.Key.Text)), .. own.Entries], own.Line, own.Column);
    }

    private static bool IsAllowed(AcceleratorsField accelerators, Field? anyOf, Field? ordered, Field place)
    {
        if (accelerators.Requests.Length < 2) return true;
        if (ordered is not null) place.Refuse("names several accelerators, which is not possible with 'ordered'", "write one alternative for each");
        else if (anyOf is not null && accelerators.IsOrdered)
            place.Refuse("has a list of accelerators, which means an order, but any_of has none", "write a set: {A100:1, V100:1}");
        else return true;
        return false;
    }

    private static bool Same(JobRecovery left, JobRecovery right) =>
        (left.IsEnabled, left.Strategy, left.MaxRestartsOnErrors) == (right.IsEnabled, right.Strategy, right.MaxRestartsOnErrors)
        && left.RecoverOnExitCodes.SequenceEqual(right.RecoverOnExitCodes);

    private sealed record Alternative(Field Field, ImmutableArray<YamlEntry> Entries);
}
