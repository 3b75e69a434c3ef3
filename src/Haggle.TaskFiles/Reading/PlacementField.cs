using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Reading;

/// <summary>Where a machine may be: infra, or the older cloud, region and zone.</summary>
internal static class PlacementField
{
    private static readonly string[] Clouds =
    [
        "aws", "azure", "gcp", "ibm", "lambda", "scp", "oci", "kubernetes", "k8s", "ssh", "slurm", "local", "runpod", "vast", "vsphere", "cudo", "fluidstack",
        "paperspace", "do", "nebius", "hyperbolic", "seeweb", "primeintellect", "shadeform", "verda", "datacrunch", "mithril", "yotta", "novita", "coreweave",
    ];

    public static Placement Read(Section section)
    {
        var infra = section.Take("infra");
        var (cloud, region, zone) = (section.Take("cloud"), section.Take("region"), section.Take("zone"));
        if (infra is not null && (cloud ?? region ?? zone) is { } old)
        {
            old.Refuse("cannot stand beside infra", "write it as infra: cloud/region/zone");
            return Placement.Anywhere;
        }

        if (infra is not null) return infra.Word("a place such as aws/us-east-1") is { } text ? Parse(text.Trim(), infra) : Placement.Anywhere;
        return new Placement(cloud?.Word() is { } name ? Cloud(name, cloud) : null, Part(region?.Word()), Part(zone?.Word()));
    }

    private static Placement Parse(string text, Field field)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var cloud = Cloud(slash < 0 ? text : text[..slash], field);
        if (slash < 0) return new Placement(cloud, null, null);
        var rest = text[(slash + 1)..];

        // A Kubernetes context may be an ARN with slashes of its own.
        if (cloud is "kubernetes" && rest.Length > 0) return new Placement(cloud, Part(rest), null);
        var parts = rest.Split('/');
        var most = cloud is "ssh" ? 1 : 2;
        if (parts.Length <= most && parts.All(part => part.Trim().Length > 0))
            return new Placement(cloud, Part(parts[0]), parts.Length > 1 ? Part(parts[1]) : null);
        field.Refuse(
            $"must be cloud, cloud/region or cloud/region/zone, but it is {field.Quoted}",
            cloud switch
            {
                "ssh" => "write ssh/POOL",
                "slurm" => "write slurm/CLUSTER/PARTITION",
                "kubernetes" => "write k8s/CONTEXT",
                _ => "for example aws/us-east-1, or */*/us-east-1a",
            });
        return Placement.Anywhere;
    }

    private static string? Cloud(string text, Field field)
    {
        var name = text.Trim().ToLowerInvariant();
        if (name == "k8s") return "kubernetes";
        if (name is "*" or "") return Part(name.Length == 0 ? Refused(field) : name);
        if (Clouds.Contains(name)) return name;
        if (Spelling.Nearest(name, Clouds) is { } near) field.Refuse($"names the cloud '{Field.Shorten(name)}', which is not known", $"did you mean {near}?");
        else field.Warn($"names the cloud '{Field.Shorten(name)}', which is not known here");
        return name;
    }

    private static string Refused(Field field)
    {
        field.Refuse($"must start with a cloud or '*', but it is {field.Quoted}", "for example aws/us-east-1");
        return "*";
    }

    private static string? Part(string? text) => text is null || text.Trim() is "*" ? null : text.Trim();
}
