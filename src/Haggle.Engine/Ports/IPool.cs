using Haggle.Core.Market;
using Haggle.Core.Pools;

namespace Haggle.Engine.Ports;

/// <summary>
/// A provider of few machines that many runs share: who goes next is for a queue to say, not for whoever asks first. Several stores may share the same machines;
/// what is given is settled by the machines themselves, and this only shows it. Thread-safe.
/// </summary>
public interface IPool
{
    /// <summary>The provider's name.</summary>
    ProviderName Provider { get; }

    /// <summary>The pool now, or as it was seen last; machines that are not reached are shown as not open.</summary>
    Task<PoolPicture> PictureAsync(CancellationToken cancellationToken);
}
