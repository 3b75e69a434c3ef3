using System.Collections.Immutable;
using Haggle.TaskFiles.Clouds;

namespace Haggle.TaskFiles.Reading;

/// <summary>The sections vast, lambda, runpod and gcp of the configuration. An empty map means "use it, with every default".</summary>
internal static class RentedSections
{
    private const string KeyExample = "a file such as ~/.ssh/id_ed25519";

    public static VastEntry? Vast(Field field)
    {
        if (Section.Open(field, "a map {key, image, disk, reliability, unverified, data_centres, countries, bid_above}") is not { } section) return null;
        var vast = new VastEntry
        {
            Key = section.Take("key")?.Word(KeyExample) ?? "",
            Image = section.Take("image")?.Word("an image such as vastai/pytorch") ?? "",
            Disk = section.Take("disk")?.Size(wholeGib: false),
            Reliability = Share(section.Take("reliability")),
            TakesUnverified = section.Take("unverified")?.Switch() ?? false,
            DataCentresOnly = section.Take("data_centres")?.Switch() ?? false,
            Countries = Words(section.Take("countries"), "a list of countries such as [US, CA]", "is no two-letter code of a country", word => word.Length == 2 && word.All(char.IsAsciiLetter)),
            BidAbove = Share(section.Take("bid_above")),
        };
        section.Close();
        return vast;
    }

    public static LambdaEntry? Lambda(Field field)
    {
        if (Section.Open(field, "a map {key, regions, image}") is not { } section) return null;
        var lambda = new LambdaEntry
        {
            Key = section.Take("key")?.Word(KeyExample) ?? "",
            Regions = Words(section.Take("regions"), "a list of regions such as [us-east-1]", "is no region", IsPlace),
            Image = section.Take("image")?.Word("an image family such as lambda-stack-22-04") ?? "",
        };
        section.Close();
        return lambda;
    }

    public static RunPodEntry? RunPod(Field field)
    {
        if (Section.Open(field, "a map {key, image, disk, data_centres, community, bid_above}") is not { } section) return null;
        var runPod = new RunPodEntry
        {
            Key = section.Take("key")?.Word(KeyExample) ?? "",
            Image = section.Take("image")?.Word("an image such as runpod/pytorch") ?? "",
            Disk = section.Take("disk")?.Size(wholeGib: false),
            DataCentres = Words(section.Take("data_centres"), "a list of data centres such as [EU-RO-1]", "is no data centre", IsPlace),
            TakesCommunity = section.Take("community")?.Switch() ?? false,
            BidAbove = Share(section.Take("bid_above")),
        };
        section.Close();
        return runPod;
    }

    public static GcpEntry? Gcp(Field field)
    {
        if (Section.Open(field, "a map {project, regions, own_address, key, network, image, disk}") is not { } section) return null;
        var gcp = new GcpEntry
        {
            Project = section.Require("project", "my-project-123456")?.Word("a project such as my-project-123456") ?? "",
            Regions = Words(section.Require("regions", "[us-central1]"), "a list of regions such as [us-central1]", "is no region", IsRegion),
            OwnAddress = section.Take("own_address") is { } own ? AwsSection.Address(own) : "",
            Key = section.Take("key")?.Word(KeyExample) ?? "",
            Network = section.Take("network")?.Word("a network such as global/networks/default") ?? "",
            Image = section.Take("image")?.Word("an image such as projects/P/global/images/family/F") ?? "",
            Disk = section.Take("disk")?.Size(wholeGib: false),
        };
        section.Close();
        return gcp;
    }

    // "us-central1"; a zone ("us-central1-a") ends with a letter.
    private static bool IsRegion(string word) => word.Split('-') is { Length: 2 } parts && parts.All(part => part.Length > 1 && part.All(char.IsAsciiLetterOrDigit)) && char.IsAsciiDigit(word[^1]);

    private static bool IsPlace(string word) => word.Length is > 0 and <= 40 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static double? Share(Field? field)
    {
        const string Wanted = "a share between 0 and 1 such as 0.98";
        if (field?.Number(0, Wanted) is not { } share) return null;
        if (share > 1) field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return share;
    }

    private static ImmutableArray<string> Words(Field? field, string wanted, string wrong, Func<string, bool> isRight)
    {
        if (field is null) return [];
        var words = field.Words(wanted, mayBeSingle: true);
        foreach (var word in words)
            if (!isRight(word)) field.Refuse($"names '{Field.Shorten(word)}', which {wrong}");
        return words;
    }
}
