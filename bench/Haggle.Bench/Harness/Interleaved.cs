namespace Haggle.Bench.Harness;

/// <summary>
/// Measures several things in turn, round by round: whatever else the machine does in the meantime strikes all of them alike, and their ratios stay
/// meaningful where the times themselves are not.
/// </summary>
internal static class Interleaved
{
    /// <summary>Measures each work once a round.</summary>
    /// <param name="rounds">How many rounds count; a tenth as many (at least two) go before and do not.</param>
    /// <param name="works">Names, and what to measure.</param>
    public static async Task<Samples[]> RunAsync(int rounds, params (string Name, Func<Task> Work)[] works)
    {
        var samples = works.Select(work => new Samples(work.Name)).ToArray();
        var warm = Math.Max(2, rounds / 10);
        for (var round = -warm; round < rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                // Each round begins with another one, so that nobody always comes after the same neighbour.
                var at = (int)((uint)(i + round + warm) % works.Length);
                var from = TimeProvider.System.GetTimestamp();
                await works[at].Work();
                if (round >= 0) samples[at].Add(TimeProvider.System.GetElapsedTime(from));
            }
        }

        return samples;
    }

    /// <summary>Measures short works: each is repeated within a round often enough to take about a millisecond, and the time of one is kept.</summary>
    public static Samples[] Repeated(int rounds, params (string Name, Action Work)[] works)
    {
        var samples = works.Select(work => new Samples(work.Name)).ToArray();
        var times = works.Select(work => Repeats(work.Work)).ToArray();
        for (var round = -Math.Max(2, rounds / 10); round < rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var from = TimeProvider.System.GetTimestamp();
                for (var n = 0; n < times[i]; n++) works[i].Work();
                if (round >= 0) samples[i].Add(TimeProvider.System.GetElapsedTime(from), times[i]);
            }
        }

        return samples;
    }

    private static int Repeats(Action work)
    {
        var warmUntil = TimeProvider.System.GetTimestamp();
        var count = 0;
        while (count < 3 || TimeProvider.System.GetElapsedTime(warmUntil) < TimeSpan.FromMilliseconds(300))
        {
            work();
            count++;
        }

        var each = TimeProvider.System.GetElapsedTime(warmUntil) / count;
        return (int)Math.Clamp(TimeSpan.FromMilliseconds(1) / each, 1, 1_000_000);
    }
}
