namespace Haggle.Catalog.Live.Web;

/// <summary>Ends a wait for bytes that takes too long. One for each stream: a price list of gigabytes is a hundred thousand reads, and a new timer for each would cost more than the reading.</summary>
internal sealed class StallGuard(TimeSpan most, TimeProvider time) : IDisposable
{
    private CancellationTokenSource _late = new(most, time);

    /// <summary>Does something that is cancelled when it takes too long.</summary>
    public async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> action, CancellationToken cancellationToken)
    {
        if (!_late.TryReset())
        {
            _late.Dispose();
            _late = new CancellationTokenSource(most, time);
        }

        _late.CancelAfter(most);
        await using var registration = cancellationToken.UnsafeRegister(static late => ((CancellationTokenSource)late!).Cancel(), _late).ConfigureAwait(false);
        return await action(_late.Token).ConfigureAwait(false);
    }

    public void Dispose() => _late.Dispose();
}
