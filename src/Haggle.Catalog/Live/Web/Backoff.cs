namespace Haggle.Catalog.Live.Web;

/// <summary>How long to wait before a request is repeated. Pure.</summary>
internal static class Backoff
{
    /// <summary>The wait; null when the request is given up.</summary>
    /// <param name="failures">How often the request has failed, at least 1.</param>
    /// <param name="isThrottled">Whether the server said "too many requests".</param>
    /// <param name="asked">How long the server asked us to wait; null when it said nothing.</param>
    /// <param name="limits">The patience.</param>
    public static TimeSpan? After(int failures, bool isThrottled, TimeSpan? asked, WebLimits limits)
    {
        if (failures >= limits.Tries || asked > limits.LongestAsked) return null;
        if (asked is { } wait && wait > TimeSpan.Zero) return wait;
        var first = isThrottled ? limits.FirstWaitWhenThrottled : limits.FirstWait;
        var own = first * Math.Pow(2, Math.Min(failures - 1, 16));
        return own < limits.LongestWait ? own : limits.LongestWait;
    }
}
