using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Planning;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Tests;

/// <summary>A plan for tests of what it looks like: the real knowledge, made-up offers, a fixed instant.</summary>
internal static class Plans
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static PlannedTask Good { get; } = Of(new PlanFilter());

    public static PlannedTask None { get; } = Of(new PlanFilter { Budget = Money.FromUsd(0.5m), TimeMax = TimeSpan.FromHours(30) });

    private static PlannedTask Of(PlanFilter filter)
    {
        var workload = new Workload.KnownModel("resnet-50", "imagenet", null, 18, 256) { Precision = "fp16" };
        var work = WorkReading.Of(workload, BuiltInSpeeds.Knowledge, null, null).Work!;
        var task = new TrainingTask { Work = work, KeepsCheckpoints = true };
        Quote[] quotes =
        [
            Quote("aws", "us-east-1", "p3.2xlarge", "V100", 1, 3.06m, Purchase.OnDemand, HostKind.DataCentre),
            Quote("aws", "us-east-1", "p3.2xlarge", "V100", 1, 0.918m, Purchase.Spot, HostKind.DataCentre),
            Quote("aws", "us-west-2", "p3.2xlarge", "V100", 1, 0.95m, Purchase.Spot, HostKind.DataCentre),
            Quote("aws", "us-east-1", "p3.16xlarge", "V100", 8, 24.48m, Purchase.OnDemand, HostKind.DataCentre),
            Quote("gcp", "us-central1", "a2-highgpu-1g", "A100", 1, 3.67m, Purchase.OnDemand, HostKind.DataCentre),
            Quote("vast", "Iceland", "1x-RTX3090", "RTX3090", 1, 0.15m, Purchase.OnDemand, HostKind.PrivatePerson),
            Quote("lambda", "us-east-1", "gpu_8x_h100_sxm5", "H100", 8, 23.92m, Purchase.OnDemand, HostKind.DataCentre),
            Quote("kaggle", "", "notebook-k80", "K80", 1, 0m, Purchase.FreeTier, HostKind.DataCentre),
            Quote("aws", "us-east-1", "p3.2xlarge", "V100", 1, 1.95m, Purchase.ReservedOneYear, HostKind.DataCentre),
        ];
        var plan = new TrainingPlanner(task, BuiltInSpeeds.Knowledge, BuiltInAssumptions.All, KnownProviders.All).Plan(new MarketSnapshot(Now, [.. quotes]), [], filter, 250, Now);
        var advice = PlanAdvice.Of(plan, task, BuiltInAssumptions.All, BuiltInPlanRules.Rules, Now);
        var spec = new TaskSpec { Name = "imagenet", Workload = workload };
        return new PlannedTask(spec, "task.yaml", task, plan, BuiltInAssumptions.All, advice, filter, 12, "", Now);
    }

    private static Quote Quote(string provider, string region, string type, string accelerator, double count, decimal usd, Purchase purchase, HostKind host) => new(
        new Offer
        {
            Key = new OfferKey($"{provider}/{region}/{type}/{Catalog.Store.OfferKeys.Word(purchase, ReservedPayment.None)}"),
            Provider = new ProviderName(provider),
            Region = region,
            InstanceType = type,
            Accelerator = accelerator,
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib(AcceleratorTable.Find(accelerator)!.MemoryGb.Value),
            Purchase = purchase,
            Facts = new OfferFacts { Host = host, Interruption = purchase == Purchase.Spot && region == "us-east-1" ? InterruptionBand.Under10Percent : InterruptionBand.Unknown },
        },
        HourlyRate.FromUsd(usd),
        new Provenance("a test", Now.AddDays(-10)));
}
