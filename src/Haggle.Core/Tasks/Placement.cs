namespace Haggle.Core.Tasks;

/// <summary>Where a machine may be rented. Null stands for anywhere.</summary>
/// <param name="Cloud">The provider's name in lower case ("aws", "kubernetes", "ssh", "slurm", "local"); null for any.</param>
/// <param name="Region">Region, Kubernetes context, SSH pool or Slurm cluster; null for any.</param>
/// <param name="Zone">Zone or Slurm partition; null for any.</param>
public sealed record Placement(string? Cloud, string? Region, string? Zone)
{
    /// <summary>Anywhere at all.</summary>
    public static Placement Anywhere { get; } = new(null, null, null);

    /// <summary>Writes the place as "aws/us-east-1", "*/*/us-east-1a" or "anywhere".</summary>
    public override string ToString() => this switch
    {
        (null, null, null) => "anywhere",
        (var cloud, null, null) => cloud,
        (var cloud, var region, null) => $"{cloud ?? "*"}/{region}",
        var (cloud, region, zone) => $"{cloud ?? "*"}/{region ?? "*"}/{zone}",
    };
}
