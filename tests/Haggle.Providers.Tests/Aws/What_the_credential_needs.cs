using System.Text.Json;
using System.Text.RegularExpressions;
using Haggle.Catalog.BuiltIn;

namespace Haggle.Providers.Tests.Aws;

public sealed partial class What_the_credential_needs
{
    /// <summary>What AWS judges beside the call itself: tags at creation, and the role that the first spot machine of an account makes.</summary>
    private static readonly string[] Implied = ["ec2:CreateTags", "iam:CreateServiceLinkedRole"];

    [Fact]
    public void The_policy_allows_what_is_called_and_nothing_else()
    {
        using var policy = JsonDocument.Parse(AwsPolicy.Text);
        var allowed = policy.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(statement => statement.GetProperty("Action") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(each => each.GetString()!) : [statement.GetProperty("Action").GetString()!]);
        Assert.Equal(Called().Concat(Implied).Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_removes_something_is_allowed_for_things_of_ours_alone()
    {
        using var policy = JsonDocument.Parse(AwsPolicy.Text);
        foreach (var statement in policy.RootElement.GetProperty("Statement").EnumerateArray())
            if (Regex.IsMatch(statement.GetProperty("Action").GetRawText(), "Terminate|Delete|Release|Cancel")) Assert.Contains("aws:ResourceTag/haggle:", statement.GetProperty("Condition").GetRawText(), StringComparison.Ordinal);
    }

    // The calls as they stand in the provider's code: a new one that nobody wrote into the policy is seen here.
    private static IEnumerable<string> Called()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Haggle.slnx"))) root = root.Parent!;
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Haggle.Providers", "Aws"), "*.cs"))
        {
            var code = File.ReadAllText(file);
            foreach (Match match in Form().Matches(code)) calls.Add((match.Groups[1].Value == "GetCallerIdentity" ? "sts:" : "ec2:") + match.Groups[1].Value);
            foreach (Match match in Listed().Matches(code)) calls.Add("ec2:" + match.Groups[1].Value);
            foreach (Match match in Quotas().Matches(code)) calls.Add("servicequotas:" + match.Groups[1].Value);
            if (code.Contains("AmazonSSM.GetParameter", StringComparison.Ordinal)) calls.Add("ssm:GetParameter");
        }

        return calls;
    }

    [GeneratedRegex(@"new Ec2Form\(""(\w+)""")]
    private static partial Regex Form();

    [GeneratedRegex(@"await All\(""(\w+)""")]
    private static partial Regex Listed();

    [GeneratedRegex(@"AskAsync\((?:quota\.Region|region), ""(\w+)""")]
    private static partial Regex Quotas();
}
