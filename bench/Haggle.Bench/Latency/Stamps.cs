using System.Globalization;

namespace Haggle.Bench.Latency;

/// <summary>The file in which each start of the program writes down when it began.</summary>
/// <param name="path">The file as it is seen from here.</param>
/// <param name="there">The same file as the program sees it; null where it is the same path.</param>
internal sealed class Stamps(string path, string? there = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private int _seen;

    /// <summary>The program: writes down the time, says a line, and then works until it is stopped.</summary>
    public string Script => $"date +%s%N >> {there ?? $"'{path}'"}; echo first line; exec sleep 600";

    /// <summary>When the program began that has not been asked about yet.</summary>
    public async Task<DateTimeOffset> NextAsync(CancellationToken cancellationToken)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, cancellationToken) : [];
            if (lines.Length > _seen + 1) throw new InvalidOperationException("the program was started more often than it should have been");
            if (lines.Length > _seen && long.TryParse(lines[_seen], NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) && nanoseconds > 1_000_000_000_000_000_000)
            {
                _seen++;
                return DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
            }

            if (TimeProvider.System.GetElapsedTime(from) > Patience) throw new TimeoutException("the program did not start within a minute");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
