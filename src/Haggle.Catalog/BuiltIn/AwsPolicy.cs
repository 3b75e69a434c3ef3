namespace Haggle.Catalog.BuiltIn;

/// <summary>The least that a credential must be allowed so that Haggle can let machines from AWS: a policy for IAM.</summary>
public static class AwsPolicy
{
    /// <summary>The policy as JSON.</summary>
    public static string Text
    {
        get
        {
            using var stream = typeof(AwsPolicy).Assembly.GetManifestResourceStream("aws-policy.json") ?? throw new InvalidOperationException("the policy is not part of the program");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
