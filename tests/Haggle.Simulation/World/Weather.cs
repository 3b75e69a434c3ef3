using Haggle.Simulation.Time;

namespace Haggle.Simulation.World;

/// <summary>How often things go wrong in a world. A new kind of fault gets a property here and is drawn where it strikes.</summary>
public sealed record Weather
{
    /// <summary>Nothing goes wrong but what the market does.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>Nothing goes wrong, but everything takes long: calls, boots; and no two clocks agree.</summary>
    public static Weather Slow { get; } = new() { SlowCalls = 0.2, BootsSlower = 2.5, ClockSkew = TimeSpan.FromMinutes(10) };

    /// <summary>Share of calls to a provider that are lost before or after their effect.</summary>
    public double ProviderFaults { get; init; }

    /// <summary>Share of calls to a provider that take up to twenty seconds.</summary>
    public double SlowCalls { get; init; }

    /// <summary>How many times as long as elsewhere a machine takes to boot.</summary>
    public double BootsSlower { get; init; } = 1;

    /// <summary>Share of calls to an agent whose answer (or request) is lost.</summary>
    public double AgentFaults { get; init; }

    /// <summary>Share of calls to the checkpoint store that fail.</summary>
    public double CheckpointFaults { get; init; }

    /// <summary>Share of launches that are not what was asked for.</summary>
    public double Mismatches { get; init; }

    /// <summary>Share of machines that never boot, or boot without an agent that answers.</summary>
    public double NeverBoots { get; init; }

    /// <summary>Share of machines that crash at some time.</summary>
    public double MachineCrashes { get; init; }

    /// <summary>Share of machines that are cut off for less than patience allows.</summary>
    public double ShortSilences { get; init; }

    /// <summary>Share of machines that are cut off for longer and come back from the dead.</summary>
    public double LongSilences { get; init; }

    /// <summary>Share of saved checkpoints that do not verify later.</summary>
    public double TornCheckpoints { get; init; }

    /// <summary>Share of launches that are refused for want of quota.</summary>
    public double Refusals { get; init; }

    /// <summary>How often the server is killed.</summary>
    public int ServerCrashes { get; init; }

    /// <summary>How often its disk is full for a while.</summary>
    public int FullDisks { get; init; }

    /// <summary>Share of create calls of a server that died whose effect comes much later than any list could show it.</summary>
    public double LateCreates { get; init; }

    /// <summary>How far the agents' clocks are off, at most.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Whether reclaimable machines are taken back.</summary>
    public bool Reclaims { get; init; } = true;

    /// <summary>Whether calls arrive and answers come, so that what was decided happens without delay.</summary>
    public bool IsPunctual => ProviderFaults == 0 && SlowCalls == 0 && AgentFaults == 0 && ShortSilences == 0 && LongSilences == 0 && ServerCrashes == 0 && FullDisks == 0;

    /// <summary>Whether what the server decides reaches its providers without delay, whatever happens to agents.</summary>
    public bool ReachesProviders => ProviderFaults == 0 && SlowCalls == 0 && ServerCrashes == 0 && FullDisks == 0;

    /// <summary>Whether nothing goes wrong but what the market does.</summary>
    public bool IsFair => IsPunctual && Mismatches == 0 && NeverBoots == 0 && MachineCrashes == 0 && Refusals == 0 && TornCheckpoints == 0 && CheckpointFaults == 0;

    internal static Weather Draw(Dice dice)
    {
        if (dice.Chance(0.15)) return Calm;
        var rough = dice.Chance(0.3) ? 2.0 : 1.0;
        double Some(double often, double rate) => dice.Chance(often) ? rate * rough : 0;
        return new Weather
        {
            ProviderFaults = Some(0.6, 0.06),
            SlowCalls = Some(0.5, 0.05),
            AgentFaults = Some(0.5, 0.03),
            CheckpointFaults = Some(0.3, 0.05),
            Mismatches = Some(0.3, 0.1),
            NeverBoots = Some(0.4, 0.1),
            MachineCrashes = Some(0.4, 0.1),
            ShortSilences = Some(0.5, 0.2),
            LongSilences = Some(0.4, 0.15),
            TornCheckpoints = Some(0.3, 0.1),
            Refusals = Some(0.15, 0.05),
            ServerCrashes = dice.Chance(0.6) ? dice.Between(1, rough > 1 ? 8 : 3) : 0,
            FullDisks = dice.Chance(0.25) ? dice.Between(1, 2) : 0,
            LateCreates = dice.Chance(0.5) ? 0.5 : 0,
            ClockSkew = dice.Chance(0.5) ? dice.Minutes(0, 10) : TimeSpan.Zero,
        };
    }
}
