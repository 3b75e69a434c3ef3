using System.Collections.Immutable;
using Haggle.TaskFiles.Clusters;

namespace Haggle.TaskFiles.Reading;

/// <summary>The section "slurm" of the configuration.</summary>
internal static class ClusterSection
{
    public static (ImmutableArray<ClusterEntry> Clusters, TimeSpan? QueuePatience) Read(Field field)
    {
        if (Section.Open(field, "a map {clusters, queue_patience}") is not { } section) return ([], null);
        var clusters = ImmutableArray.CreateBuilder<ClusterEntry>();
        if (section.Require("clusters", "{lab: {shared: /home/ml/haggle}}") is { } named)
        {
            foreach (var (key, value) in named.Entries("a map of clusters by name"))
            {
                if (!IsName(key.Text)) value.Refuse("is not a name for a cluster", "letters, digits, dots, dashes and underscores");
                else if (Cluster(key.Text, value) is { } cluster) clusters.Add(cluster);
            }
        }

        var patience = section.Take("queue_patience")?.Duration(plainUnit: null);
        section.Close();
        return (clusters.ToImmutable(), patience);
    }

    private static ClusterEntry? Cluster(string name, Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var shared = section.Require("shared", "/home/ml/haggle")?.Path();
        var modules = section.Take("modules")?.Words("a list of modules such as [cuda/12.4]", mayBeSingle: true) ?? [];
        var prologue = section.Take("prologue")?.Words("a list of lines of shell", mayBeSingle: true) ?? [];
        var cluster = new ClusterEntry
        {
            Name = name,
            Login = section.Take("login")?.Word("local or a destination such as ml@login.lab") ?? "local",
            Shared = shared ?? "",
            Agent = section.Take("agent")?.Path() ?? "",
            Account = Word(section, "account"),
            Qos = Word(section, "qos"),
            Constraint = Word(section, "constraint"),
            Bin = section.Take("bin")?.Path() ?? "",
            Conf = section.Take("conf")?.Path() ?? "",

            // A login shell is not started on the nodes, so the command "module" may have to be made first, by a line of the prologue.
            Prologue = [.. prologue, .. modules.Select(module => $"module load '{module.Replace("'", "", StringComparison.Ordinal)}' || exit 1")],
            Partitions = section.Take("partitions") is { } partitions ? [.. partitions.Entries("a map of partitions by name").Select(each => Partition(each.Key.Text, each.Value)).OfType<PartitionEntry>()] : [],
            Rest = section.Take("rest") is { } rest ? Rest(rest) : null,
        };
        section.Close();
        return shared is null ? null : cluster;
    }

    private static PartitionEntry? Partition(string name, Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var partition = new PartitionEntry
        {
            Name = name,
            Account = Word(section, "account"),
            Qos = Word(section, "qos"),
            Constraint = Word(section, "constraint"),
            Gpu = Word(section, "gpu"),
            Preemptible = section.Take("preemptible")?.Switch(),
            Time = section.Take("time")?.Duration(plainUnit: null),
        };
        if (section.Take("price") is { } price && Section.Open(price, "a map {node, gpu, cpu} of prices per hour") is { } prices)
        {
            partition = partition with
            {
                NodeHour = prices.Take("node")?.HourlyPrice() ?? default,
                GpuHour = prices.Take("gpu")?.HourlyPrice() ?? default,
                CpuHour = prices.Take("cpu")?.HourlyPrice() ?? default,
            };
            prices.Close();
        }

        section.Close();
        return partition;
    }

    private static ClusterRestEntry? Rest(Field field)
    {
        if (Section.Open(field, "a map {url, token_file, user, version}") is not { } section) return null;
        var url = section.Require("url", "http://slurm.lab:6820");
        var token = section.Require("token_file", "/home/ml/.slurm-token")?.Path();
        var user = section.Take("user")?.Word() ?? Environment.UserName;
        var version = section.Take("version")?.Word() ?? "v0.0.38";
        section.Close();
        if (url?.Word() is not { } text || token is null) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return new ClusterRestEntry(address, token, user, version);
        url.Refuse($"must be an address such as http://slurm.lab:6820, but it is {url.Quoted}");
        return null;
    }

    private static string? Path(this Field field)
    {
        if (field.Word("an absolute path") is not { } text) return null;
        if (text.StartsWith('/')) return text;
        field.Refuse($"must be an absolute path, the same on all nodes, but it is {field.Quoted}");
        return null;
    }

    private static string Word(Section section, string key) => section.Take(key)?.Word() ?? "";

    private static bool IsName(string text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
