using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Core and Engine ask a provider for its traits and never look at its name. Comments may give examples.</summary>
internal static partial class ProviderNames
{
    public static IEnumerable<string> Broken(Tree tree) =>
        from file in tree.Code("src/Haggle.Core", "src/Haggle.Engine")
        let code = Comment().Replace(file.Text, "")
        from Match name in Name().Matches(code)
        select $"{file.Path}: {name.Value}";

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"""(local|ssh|slurm|kubernetes|aws|ec2|sagemaker|gcp|azure|vast|runpod|lambda)[""/:-]|\b(Haggle\.Providers|Ec2|SageMaker|RunPod|Slurm|Kubernetes)\w*")]
    private static partial Regex Name();
}
