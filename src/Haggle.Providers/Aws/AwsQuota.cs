namespace Haggle.Providers.Aws;

/// <summary>How many vCPUs of a family an account may have at once in a region.</summary>
/// <param name="Region">Where.</param>
/// <param name="Family">The family as AWS names it ("G and VT").</param>
/// <param name="IsSpot">Whether it is for spot machines.</param>
/// <param name="Vcpus">How many.</param>
/// <param name="Code">AWS's code of the quota.</param>
internal sealed record AwsQuota(string Region, string Family, bool IsSpot, double Vcpus, string Code)
{
    /// <summary>The smallest machines of a family that people train on, and the vCPUs that they need (EC2 instance types, 2026-11).</summary>
    private static readonly (string Family, string Type, int Vcpus)[] Smallest =
    [
        ("G and VT", "g4dn.xlarge", 4), ("P", "p3.2xlarge", 8), ("P4, P3 and P2", "p3.2xlarge", 8), ("P4 and P3", "p3.2xlarge", 8), ("P5", "p5.4xlarge", 16), ("Trn", "trn1.2xlarge", 8), ("DL", "dl1.24xlarge", 96), ("Inf", "inf2.xlarge", 4),
    ];

    /// <summary>The smallest machine that the quota is for; null for a family that nobody trains on.</summary>
    public (string Type, int Vcpus)? Least => Smallest.Where(each => each.Family == Family).Select(each => ((string, int)?)(each.Type, each.Vcpus)).FirstOrDefault();

    /// <summary>In words that a person understands.</summary>
    public AwsFinding Finding()
    {
        var name = $"{Family} {(IsSpot ? "spot" : "on demand")}, {Region}";
        var (type, needs) = Least ?? ("", 0);
        if (Vcpus >= needs) return new AwsFinding(name, "ok", $"{Vcpus:0} vCPU: {Math.Floor(Vcpus / needs):0} x {type} at once");
        var word = Family.Split(' ', ',')[0];
        return new AwsFinding(name, "warning", $"{Vcpus:0} vCPU: {type} needs {needs}", $"ask for it with 'haggle aws quota request {word.ToLowerInvariant()} {(IsSpot ? "spot" : "on-demand")} {needs} --region {Region}'; AWS usually answers within one or two days");
    }

    /// <summary>Reads the name of a quota: "Running On-Demand G and VT instances", "All G and VT Spot Instance Requests"; null for any other.</summary>
    public static (string Family, bool IsSpot)? Read(string name)
    {
        const string Before = "Running On-Demand ", After = " instances", SpotBefore = "All ", SpotAfter = " Spot Instance Requests";
        if (name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal)) return (name[Before.Length..^After.Length], false);
        return name.StartsWith(SpotBefore, StringComparison.Ordinal) && name.EndsWith(SpotAfter, StringComparison.Ordinal) ? (name[SpotBefore.Length..^SpotAfter.Length], true) : null;
    }
}
