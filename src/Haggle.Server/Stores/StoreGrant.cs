using Haggle.Buckets;

namespace Haggle.Server.Stores;

/// <summary>What a machine is given to open an address.</summary>
/// <param name="Access">The credentials.</param>
/// <param name="RenewAt">When they should be asked for again; null for never.</param>
internal sealed record StoreGrant(StoreAccess Access, DateTimeOffset? RenewAt);
