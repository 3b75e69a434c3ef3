using System.Diagnostics;

namespace Haggle.EndToEnd.Tests;

/// <summary>Waits for conditions of the world outside, which nobody announces. The deadlines are for a crowded machine; they make no test slower.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(30);

    public static Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    public static async Task UntilAsync(string what, Func<Task<bool>> isSo) =>
        await ForAsync(what, async () => await isSo() ? "" : null);

    /// <summary>Looks until there is something.</summary>
    public static async Task<T> ForAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Patience;)
        {
            if (await look() is { } found) return found;
            await PassAsync(Look);
        }

        Assert.Fail($"after {Patience.TotalSeconds:0} s still not: {what}");
        throw new UnreachableException();
    }

    /// <summary>Lets time pass, where the moment itself is what is tested.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
}
