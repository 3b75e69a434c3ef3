namespace Haggle.Core.Pools;

/// <summary>What each user has had of the pool, in GPU hours (machine hours where there is no accelerator), older hours counting less.</summary>
public sealed class PoolUsage
{
    private readonly Dictionary<string, double> _hours = new(StringComparer.Ordinal);
    private readonly TimeSpan _halfLife;
    private readonly DateTimeOffset _now;

    /// <summary>Begins with nothing.</summary>
    /// <param name="policy">After how long an hour counts half.</param>
    /// <param name="now">The instant at which usage is wanted.</param>
    public PoolUsage(PoolPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        (_halfLife, _now) = (policy.HalfLife, now);
    }

    /// <summary>All users together.</summary>
    public double Total { get; private set; }

    /// <summary>
    /// Adds a use at a constant rate. An hour of age t counts 2^(-t/half-life); over a stretch that is an integral, so that it does not matter into how many
    /// pieces a use is cut.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="cards">Accelerators in use; less than a whole one counts as its share, none as one.</param>
    /// <param name="from">Since when.</param>
    /// <param name="until">Until when; what lies after the instant does not count.</param>
    public void Add(string user, double cards, DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (until > _now) until = _now;
        if (until <= from) return;
        var life = _halfLife / TimeSpan.FromHours(1);
        double Weight(DateTimeOffset at) => Math.Pow(2, -((_now - at) / _halfLife));
        var hours = (cards > 0 ? cards : 1) * life / Math.Log(2) * (Weight(until) - Weight(from));
        _hours[user] = _hours.GetValueOrDefault(user) + hours;
        Total += hours;
    }

    /// <summary>What a user has had.</summary>
    public double Of(string user) => _hours.GetValueOrDefault(user);

    /// <summary>
    /// A user's claim, between 0 and 1: 2^(-(usage / all usage) / (1 / users)), which is 1 for who has had nothing and one half for who has had exactly an equal share.
    /// Slurm's classic fair share, F = 2^(-Ue/S) with equal shares S (slurm.schedmd.com/classic_fair_share.html, read 2026-11-21).
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="users">How many share the pool now; at least 1.</param>
    public double Claim(string user, int users)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        return Total <= 0 ? 1 : Math.Pow(2, -(Of(user) / Total * users));
    }
}
