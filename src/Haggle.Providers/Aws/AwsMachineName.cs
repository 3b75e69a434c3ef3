using Haggle.Core.Runs;

namespace Haggle.Providers.Aws;

/// <summary>A machine's name: region and instance, "us-east-1/i-0123456789abcdef0", since an instance alone does not say where it is.</summary>
internal readonly record struct AwsMachineName(string Region, string Instance)
{
    public MachineId Id => new($"{Region}/{Instance}");

    /// <summary>Reads a name; null when it is none of ours.</summary>
    public static AwsMachineName? Parse(MachineId machine) =>
        machine.Value.Split('/') is [{ Length: > 0 } region, ['i', '-', _, ..] instance] ? new AwsMachineName(region, instance) : null;
}
