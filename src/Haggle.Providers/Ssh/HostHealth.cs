namespace Haggle.Providers.Ssh;

/// <summary>How it stands with the way to a machine of the pool.</summary>
/// <param name="Name">The machine.</param>
/// <param name="SeenAt">When it answered last; null when it has not yet.</param>
/// <param name="LostAt">When it was found not to be reached any more; null when it is reached.</param>
/// <param name="Why">Why it is not reached, for people; "" when it is.</param>
public sealed record HostHealth(string Name, DateTimeOffset? SeenAt, DateTimeOffset? LostAt, string Why);
