using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>Looks at an account: who asks, which regions are open, what may be done there, and how many machines the quotas allow. Changes nothing and costs nothing.</summary>
/// <param name="account">The account.</param>
public sealed class AwsDoctor(AwsAccount account)
{
    private readonly AwsQuotas _quotas = new(account.Caller);

    /// <summary>Everything that was found.</summary>
    /// <exception cref="ProviderException">AWS does not answer, or there is no credential.</exception>
    public async Task<IReadOnlyList<AwsFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<AwsFinding>();
        try
        {
            findings.Add(await WhoAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (AwsError error)
        {
            return [new AwsFinding("credential", "problem", error.Message, LaunchErrors.Outcome(error, "", "") is LaunchOutcome.Refused refused ? refused.Why : "run 'aws configure' or 'aws sso login'")];
        }

        foreach (var region in account.Settings.Regions) findings.AddRange(await RegionAsync(region, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    /// <summary>Asks AWS for more vCPUs of a family.</summary>
    /// <param name="region">Where.</param>
    /// <param name="family">The first word of the family ("g", "p", "trn").</param>
    /// <param name="isSpot">Whether for spot machines.</param>
    /// <param name="vcpus">How many in all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ProviderException">There is no such quota, or AWS refuses it.</exception>
    public async Task<AwsFinding> RequestAsync(string region, string family, bool isSpot, int vcpus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(family);
        try
        {
            var quotas = await _quotas.ReadAsync(region, cancellationToken).ConfigureAwait(false);
            var quota = quotas.FirstOrDefault(each => each.IsSpot == isSpot && each.Family.Split(' ', ',')[0].Equals(family, StringComparison.OrdinalIgnoreCase))
                ?? throw new ProviderException(AwsCaller.Provider, $"{region} has no quota for '{family}'; there are {string.Join(", ", quotas.Select(each => each.Family.Split(' ', ',')[0].ToLowerInvariant()).Distinct())}", isTransient: false);
            if (quota.Vcpus >= vcpus) return new AwsFinding(quota.Finding().Name, "ok", $"it is {quota.Vcpus:0} vCPU already");
            var status = await _quotas.RequestAsync(quota, vcpus, cancellationToken).ConfigureAwait(false);
            return new AwsFinding(quota.Finding().Name, "ok", $"asked for {vcpus} vCPU instead of {quota.Vcpus:0}: {status}", "AWS usually answers within one or two days, by mail");
        }
        catch (AwsError error)
        {
            throw new ProviderException(AwsCaller.Provider, $"the quota cannot be raised: {error.Message}", isTransient: error.Status >= 500, error);
        }
    }

    private async Task<AwsFinding> WhoAsync(CancellationToken cancellationToken)
    {
        var who = await account.Ec2.AskAsync("sts", account.Settings.Regions[0], new Ec2Form("GetCallerIdentity", "2011-06-15"), cancellationToken).ConfigureAwait(false);
        var result = who["GetCallerIdentityResult"];
        return new AwsFinding("credential", "ok", $"{result["Arn"].Text} (account {result["Account"].Text})");
    }

    private async Task<IReadOnlyList<AwsFinding>> RegionAsync(string region, CancellationToken cancellationToken)
    {
        var findings = new List<AwsFinding>();
        try
        {
            var found = await account.Ec2.AskAsync(region, new Ec2Form("DescribeRegions").Add("AllRegions", true).FilterAny(1, "region-name", [region]), cancellationToken).ConfigureAwait(false);
            var status = found["regionInfo"].Items.Select(each => each["optInStatus"].Text).FirstOrDefault() ?? "";
            findings.Add(status switch
            {
                "opt-in-not-required" or "opted-in" => new AwsFinding(region, "ok", "open"),
                "not-opted-in" => new AwsFinding(region, "problem", "not switched on for this account", $"aws account enable-region --region-name {region}; takes some minutes"),
                _ => new AwsFinding(region, "problem", "there is no such region", "correct aws.regions in the configuration"),
            });
            if (findings[0].State != "ok") return findings;
            findings.Add(await PermissionsAsync(region, cancellationToken).ConfigureAwait(false));
            findings.AddRange((await _quotas.ReadAsync(region, cancellationToken).ConfigureAwait(false)).Select(quota => quota.Finding()));
        }
        catch (AwsError error)
        {
            findings.Add(new AwsFinding(region, "problem", error.Message, "'haggle aws policy' prints what the credential needs"));
        }

        return findings;
    }

    // EC2 judges a dry run by permissions alone: "DryRunOperation" means that it would have been done.
    private async Task<AwsFinding> PermissionsAsync(string region, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var form in (Ec2Form[])
        [
            new Ec2Form("RunInstances").Add("MinCount", 1).Add("MaxCount", 1).Add("ImageId", "ami-00000000000000000").Add("InstanceType", "g4dn.xlarge"),
            new Ec2Form("TerminateInstances").List("InstanceId", ["i-00000000000000000"]),
            new Ec2Form("DescribeInstances"), new Ec2Form("DescribeSpotPriceHistory"), new Ec2Form("DescribeInstanceTypeOfferings"),
            new Ec2Form("ImportKeyPair").Add("KeyName", "haggle-probe").Add("PublicKeyMaterial", "cHJvYmU="),
            new Ec2Form("CreateSecurityGroup").Add("GroupName", "haggle-probe").Add("GroupDescription", "a probe that is never made"),
            new Ec2Form("DescribeVolumes"), new Ec2Form("DescribeSecurityGroups"),
        ])
        {
            try
            {
                await account.Ec2.AskAsync(region, form.Add("DryRun", true), cancellationToken).ConfigureAwait(false);
            }
            catch (AwsError error) when (error.Code is "UnauthorizedOperation" or "AccessDenied")
            {
                missing.Add("ec2:" + form.Action);
            }
            catch (AwsError)
            {
                // Anything else than "not allowed", the dry run's own word above all, means that the permission is there.
            }
        }

        return missing.Count == 0
            ? new AwsFinding($"permissions, {region}", "ok", "machines can be made and ended")
            : new AwsFinding($"permissions, {region}", "problem", "missing: " + string.Join(", ", missing), "give the credential what 'haggle aws policy' prints");
    }
}
