using Haggle.Core.Planning;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Runs;

/// <summary>Forecasts a run that was not submitted yet, for its plan.</summary>
public static class RunForecast
{
    /// <summary>What the run is expected to cost under the spot policy; null when it has no deadline, or nobody knows how much work it is, or nothing fits.</summary>
    /// <param name="job">The job.</param>
    /// <param name="answer">The offers that fit it.</param>
    /// <param name="work">How long it is expected to run, in the offer's time; null when nobody knows.</param>
    /// <param name="input">The policy, and what is known of spot markets.</param>
    /// <param name="now">The instant.</param>
    public static SpotForecast? Of(Job job, PlanAnswer answer, TimeSpan? work, DeciderInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(answer);
        if (answer is not Plan plan || job.Deadline is null || work is not { } time || time <= TimeSpan.Zero) return null;
        var run = new Run { Id = new RunId(0), Version = 0, Job = job with { ExpectedWork = time }, SubmittedAt = now };
        return SpotForecaster.Forecast(SpotQuestion.Of(run, input, now, plan.Cooling, plan.Candidates, holdsLasting: false));
    }
}
