using Haggle.Core.Economics.Training;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Planning;

/// <summary>A plan with everything that is shown beside it. It holds more machines than are listed: charts show them all.</summary>
internal sealed record PlannedTask(TaskSpec Spec, string File, TrainingTask Task, TrainingPlan Plan, TrainingAssumptions Assumed, IReadOnlyList<PlanAdvice> Advice, PlanFilter Filter, int Listed, string Note, DateTimeOffset Now)
{
    /// <summary>What it is expected to cost under the spot policy; null without a deadline.</summary>
    public SpotForecast? Forecast { get; init; }
}
