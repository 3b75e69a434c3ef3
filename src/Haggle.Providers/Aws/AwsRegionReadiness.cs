using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Haggle.Providers.Aws;

/// <summary>
/// Makes sure that a region has what machines need: the public half of the key, and a security group that lets only the user's own address in, and only to
/// ssh. Both are made once and stay; whoever comes second finds them there.
/// </summary>
internal sealed class AwsRegionReadiness(Ec2Client ec2, AwsSettings settings, Func<CancellationToken, Task<string>> ownAddress)
{
    private const int Ssh = 22;

    private readonly ConcurrentDictionary<string, string> _groups = new();

    /// <summary>The key pair's name; another key is another name, so that a new key never meets an old one.</summary>
    public string KeyName { get; } = "haggle-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.PublicKey.Trim())))[..12];

    /// <summary>Makes what is missing.</summary>
    /// <returns>The security group.</returns>
    public async Task<string> PrepareAsync(string region, CancellationToken cancellationToken)
    {
        if (_groups.TryGetValue(region, out var known)) return known;
        var group = GroupAsync(region, cancellationToken);
        await Task.WhenAll(ImportKeyAsync(region, cancellationToken), group).ConfigureAwait(false);
        return _groups[region] = await group.ConfigureAwait(false);
    }

    /// <summary>Forgets a region: somebody removed there what was made.</summary>
    public void Forget(string region) => _groups.TryRemove(region, out _);

    private async Task ImportKeyAsync(string region, CancellationToken cancellationToken)
    {
        var form = new Ec2Form("ImportKeyPair").Add("KeyName", KeyName).Add("PublicKeyMaterial", Convert.ToBase64String(Encoding.UTF8.GetBytes(settings.PublicKey.Trim()))).Tags(["key-pair"], AwsTags.Shared);
        await UnlessThereAsync(region, form, "InvalidKeyPair.Duplicate", cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> GroupAsync(string region, CancellationToken cancellationToken)
    {
        var from = await ownAddress(cancellationToken).ConfigureAwait(false);
        var name = "haggle-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(from)))[..12];
        var network = await NetworkAsync(region, cancellationToken).ConfigureAwait(false);
        var form = new Ec2Form("CreateSecurityGroup").Add("GroupName", name).Add("GroupDescription", "Machines of haggle: ssh from " + from + " only").Add("VpcId", network).Tags(["security-group"], AwsTags.Shared);
        var made = await UnlessThereAsync(region, form, "InvalidGroup.Duplicate", cancellationToken).ConfigureAwait(false);
        var group = made["groupId"].Text;
        if (group.Length == 0)
        {
            var question = new Ec2Form("DescribeSecurityGroups").Filter(("group-name", name)).FilterAny(2, "vpc-id", network.Length > 0 ? [network] : []);
            var found = await ec2.AskAsync(region, network.Length > 0 ? question : new Ec2Form("DescribeSecurityGroups").Filter(("group-name", name)), cancellationToken).ConfigureAwait(false);
            group = found["securityGroupInfo"].Items.Select(each => each["groupId"].Text).FirstOrDefault() ?? "";
        }

        // Whoever made it may have been stopped before the rule; a rule that is there already is said so and is fine.
        await UnlessThereAsync(region, Rule(group, from), "InvalidPermission.Duplicate", cancellationToken).ConfigureAwait(false);
        return group;
    }

    private static Ec2Form Rule(string group, string from)
    {
        var form = new Ec2Form("AuthorizeSecurityGroupIngress").Add("GroupId", group).Add("IpPermissions.1.IpProtocol", "tcp").Add("IpPermissions.1.FromPort", Ssh).Add("IpPermissions.1.ToPort", Ssh);
        return from.Contains(':', StringComparison.Ordinal)
            ? form.Add("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", from)
            : form.Add("IpPermissions.1.IpRanges.1.CidrIp", from);
    }

    private async Task<string> NetworkAsync(string region, CancellationToken cancellationToken)
    {
        if (!settings.Subnets.TryGetValue(region, out var subnet)) return "";
        var found = await ec2.AskAsync(region, new Ec2Form("DescribeSubnets").Add("SubnetId.1", subnet), cancellationToken).ConfigureAwait(false);
        return found["subnetSet"].Items.Select(each => each["vpcId"].Text).FirstOrDefault() ?? "";
    }

    private async Task<Ec2Node> UnlessThereAsync(string region, Ec2Form form, string isThere, CancellationToken cancellationToken)
    {
        try
        {
            return await ec2.AskAsync(region, form, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error) when (error.Code == isThere)
        {
            return default;
        }
    }
}
