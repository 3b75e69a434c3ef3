using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>What happens when a machine is lost or the program fails.</summary>
public sealed record JobRecovery
{
    /// <summary>Whether a lost machine is replaced at all. Default true; "job_recovery: none" makes it false.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The strategy's name in upper case. Default EAGER_NEXT_REGION.</summary>
    public string Strategy { get; init; } = "EAGER_NEXT_REGION";

    /// <summary>How often a program that fails by itself is started again. Default 0.</summary>
    public int MaxRestartsOnErrors { get; init; }

    /// <summary>Exit codes (0 to 255) that count as a lost machine and not as a failure.</summary>
    public ImmutableArray<int> RecoverOnExitCodes { get; init; } = [];

    /// <summary>Further keys, for strategies that know them; null for none.</summary>
    public ConfigValue.Map? Extra { get; init; }
}
