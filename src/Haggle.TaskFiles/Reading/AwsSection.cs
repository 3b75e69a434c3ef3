using System.Collections.Immutable;
using System.Net;
using Haggle.TaskFiles.Clouds;

namespace Haggle.TaskFiles.Reading;

/// <summary>The section aws of the configuration.</summary>
internal static class AwsSection
{
    private const string Wanted = "a map {regions, own_address, key, subnets, images, login, jump_host, disk}";

    public static AwsEntry? Read(Field field)
    {
        if (Section.Open(field, Wanted) is not { } section) return null;
        var regions = section.Require("regions", "[us-east-1]") is { } named ? Regions(named) : [];
        var aws = new AwsEntry
        {
            Regions = regions,
            OwnAddress = section.Take("own_address") is { } own ? Address(own) : "",
            Key = section.Take("key")?.Word("a file such as ~/.ssh/id_ed25519") ?? "",
            Subnets = ByRegion(section.Take("subnets"), "subnet-", "a map such as {us-east-1: subnet-0123456789abcdef0}"),
            Images = ByRegion(section.Take("images"), "ami-", "a map such as {us-east-1: ami-0123456789abcdef0}"),
            Login = section.Take("login") is { } login ? User(login) : "",
            JumpHost = section.Take("jump_host")?.Word("a destination such as me@bastion") ?? "",
            Disk = section.Take("disk")?.Size(wholeGib: false),
        };
        section.Close();
        return aws;
    }

    private static ImmutableArray<string> Regions(Field field)
    {
        var regions = field.Words("a list of regions such as [us-east-1, us-west-2]", mayBeSingle: true);
        foreach (var region in regions)
            if (!IsRegion(region)) field.Refuse($"names '{Field.Shorten(region)}', which is no region", "for example us-east-1; a zone such as us-east-1a is not one");
        return regions;
    }

    // It stands in a script that the machine runs as root.
    private static string User(Field field)
    {
        var name = field.Word("the image's user such as ec2-user") ?? "";
        if (name.Length is 0 or > 32 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || name[0] == '-') field.Refuse("must be the name of a user such as ec2-user", "letters, digits, '_' and '-'");
        return name;
    }

    /// <summary>An address or network from which machines may be reached; never all of them.</summary>
    public static string Address(Field field)
    {
        var text = field.Word("an address such as 203.0.113.7/32") ?? "";
        var isNetwork = IPNetwork.TryParse(text.Contains('/', StringComparison.Ordinal) ? text : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32"), out var network);
        if (!isNetwork) field.Refuse("must be an address such as 203.0.113.7/32");
        else if (network.PrefixLength == 0) field.Refuse("would open the machines to the whole internet", "name your own address or network");
        return isNetwork ? network.ToString() : "";
    }

    private static ImmutableDictionary<string, string> ByRegion(Field? field, string begins, string wanted)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in field?.Entries(wanted) ?? [])
        {
            var id = value.Word() ?? "";
            if (!IsRegion(key.Text)) value.Refuse($"stands under '{Field.Shorten(key.Text)}', which is no region", "for example us-east-1");
            else if (!id.StartsWith(begins, StringComparison.Ordinal)) value.Refuse($"must begin with {begins}");
            else found[key.Text] = id;
        }

        return found.ToImmutable();
    }

    private static bool IsRegion(string text) => text.Split('-') is { Length: >= 3 } words && words[^1].Length > 0 && words[^1].All(char.IsAsciiDigit) && words[..^1].All(word => word.Length > 0 && word.All(char.IsAsciiLetterLower));
}
