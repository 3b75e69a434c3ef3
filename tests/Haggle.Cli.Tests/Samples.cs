using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

/// <summary>Messages as a server sends them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public const string Spot = "aws/us-east-1/p3.2xlarge/spot";
    public const string OnDemand = "aws/us-east-1/p3.2xlarge/on-demand";

    public static RehearsalMessage Rehearsal { get; } = new() { Offer = Spot, Pace = 600, PatternSource = "trace us-east-1d_v100_1.json", NoticeSeconds = 120 };

    public static EstimateMessage Estimate { get; } = new()
    {
        Offer = Spot,
        RateNanoUsdPerHour = 918_000_000,
        ExpectedSeconds = 7_800,
        ExpectedCostNanoUsd = 1_989_000_000,
        OnDemandRateNanoUsdPerHour = 3_060_000_000,
        Basis = "workload of the task file",
    };

    public static PlanMessage Plan { get; } = new()
    {
        Name = "charlm",
        AsOf = Noon,
        CostsMoney = true,
        Candidates =
        [
            Candidate(Spot, "spot", 918_000_000, 7_800, 1_989_000_000, "cheapest expected cost, reclaims counted") with { IsChosen = true },
            Candidate(OnDemand, "on-demand", 3_060_000_000, 7_200, 6_120_000_000, "dearer by $4.13"),
            Candidate("gcp/us-central1/n1-standard-8-v100/spot", "spot", 740_000_000, null, null, "cooling after no capacity until 12:15") with
            {
                PriceSource = "gcp price list", PriceAsOf = Noon.AddDays(-40),
            },
        ],
        CandidatesLeftOut = 4,
        Refused = [new RefusalCount { Offers = 29, Reason = "under 16 GiB of GPU memory" }, new RefusalCount { Offers = 9, Reason = "above $2.00/h" }],
        Estimate = Estimate,
        BudgetNanoUsd = 10_000_000_000,
        Deadline = Noon.AddHours(8),
        Warnings = ["the task keeps no checkpoints: every reclaim starts it from the beginning"],
    };

    public static PlanMessage FreePlan { get; } = new()
    {
        Name = "charlm",
        AsOf = Noon,
        Candidates = [Candidate("local/here/machine/owned", "owned", 0, null, null, "this computer, free of charge") with { Provider = "local", Accelerator = "", IsChosen = true, PriceSource = "config.yaml" }],
        Estimate = new EstimateMessage { Offer = "local/here/machine/owned" },
    };

    public static PlanMessage WhyNot { get; } = new()
    {
        Name = "charlm",
        AsOf = Noon,
        WhyNot = "41 offers: 29 under 80 GiB, 9 above $2.00/h, 3 cooling after no capacity",
        WhatToDo = "Raise max_hourly_cost, or wait until 12:15.",
        Refused = [new RefusalCount { Offers = 29, Reason = "under 80 GiB of GPU memory" }],
    };

    public static RunMessage Run { get; } = new()
    {
        Id = 7,
        Version = 12,
        Name = "charlm",
        Phase = "running",
        Reason = "the program runs",
        User = "ada",
        SubmittedAt = Noon,
        Now = Noon.AddMinutes(12),
        Epoch = 2,
        Offer = Spot,
        Purchase = "spot",
        RateNanoUsdPerHour = 918_000_000,
        Reclaims = 1,
        Attempts =
        [
            new AttemptMessage { Epoch = 1, Offer = Spot, DecidedAt = Noon.AddSeconds(1), RunningSince = Noon.AddSeconds(20), EndedAt = Noon.AddMinutes(8), End = "reclaimed" },
            new AttemptMessage
            {
                Epoch = 2, Offer = Spot, DecidedAt = Noon.AddMinutes(8.1), RunningSince = Noon.AddMinutes(8.5), RestoredFrom = "000001-000004", RateNanoUsdPerHour = 918_000_000,
                Machines = [new MachineMessage { Machine = "m-7f3a", Address = "127.0.0.3", State = "ready", AgentPhase = "running", OwedNanoUsd = 59_670_000 }],
            },
        ],
        Checkpoints = [new CheckpointView { Id = "000002-000001", Epoch = 2, Step = 440, Bytes = 1_258_291, SavedAt = Noon.AddMinutes(11.6) }],
        Progress = new ProgressView { Step = 450, Of = 1000, Loss = 1.2345, Rate = 5321.6, RateUnit = "chars/s", At = Noon.AddMinutes(12), RemainingSeconds = 640 },
        SpentNanoUsd = 170_000_000,
        OwedNanoUsd = 183_600_000,
        Estimate = Estimate,
        BudgetNanoUsd = 10_000_000_000,
    };

    public static RunMessage Ended(string outcome, int? exitCode) => Run with
    {
        Version = 13,
        Phase = "ended",
        Outcome = outcome,
        ExitCode = exitCode,
        Reason = outcome == "succeeded" ? "the program finished" : $"the program ended with {exitCode}",
        EndedAt = Noon.AddMinutes(30),
        Now = Noon.AddMinutes(31),
        RateNanoUsdPerHour = 0,
        Attempts = [Run.Attempts[0], Run.Attempts[1] with { EndedAt = Noon.AddMinutes(30), End = outcome == "succeeded" ? "finished" : "failed" }],
    };

    public static RunListMessage Runs { get; } = new()
    {
        Now = Noon.AddMinutes(12),
        Runs =
        [
            Run with { Attempts = [], Checkpoints = [] },
            Run with { Id = 6, Name = "a-rather-long-name-of-a-run", Phase = "recovering", Reason = "no capacity on aws/us-east-1/p3.2xlarge/spot, trying again in 40 s", Progress = null, Rehearsal = Rehearsal },
            Ended("succeeded", 0) with { Id = 5, Attempts = [] },
            Ended("failed", 3) with { Id = 4, Name = "probe", Progress = new ProgressView { Step = 77 }, Offer = "local/here/machine/owned", SpentNanoUsd = 0, OwedNanoUsd = 0 },
        ],
    };

    public static BillMessage Bill { get; } = new()
    {
        Run = 7,
        Name = "charlm",
        IsFinal = true,
        Now = Noon.AddHours(3),
        Outcome = "succeeded",
        Lines =
        [
            Line(1, Noon, 3_600, 918_000_000, "reclaimed"),
            Line(2, Noon.AddMinutes(61), 4_500, 1_147_500_000, "finished"),
        ],
        TotalNanoUsd = 2_065_500_000,
        Estimate = Estimate,
        BudgetNanoUsd = 10_000_000_000,
        Reclaims = 1,
        ProgramSeconds = 8_010,
        RepeatedSeconds = 190,
        OnDemandCostNanoUsd = 6_650_000_000,
        SavedBySpotNanoUsd = 4_584_500_000,
    };

    public static QueueMessage Queue { get; } = new()
    {
        Now = Noon,
        Running = 2,
        Waiting =
        [
            new QueueEntryMessage { Run = 6, Name = "gang", Nodes = 4, Phase = "placing", WaitingSince = Noon.AddMinutes(-12), NextTryAt = Noon.AddSeconds(40), Reason = "no capacity for 4 machines on any of 3 offers" },
            new QueueEntryMessage { Run = 9, Name = "charlm", Phase = "recovering", WaitingSince = Noon.AddSeconds(-3), Reason = "its machine was reclaimed" },
        ],
    };

    public static EventListMessage Events { get; } = new()
    {
        Events =
        [
            new EventMessage { Number = 1, At = Noon, Kind = "accepted", Text = "Accepted from ada." },
            new EventMessage { Number = 2, Epoch = 1, At = Noon.AddSeconds(1), Kind = "decision", Text = "Launch on aws/us-east-1/p3.2xlarge/spot at $0.918/h: cheapest expected cost of 3 offers that fit." },
            new EventMessage { Number = 3, Epoch = 1, At = Noon.AddMinutes(8), Kind = "reclaim", Text = "The provider takes the machine back at 12:10:00; a checkpoint was saved at step 400." },
        ],
    };

    public static ForecastMessage Forecast { get; } = new()
    {
        ExpectedCostNanoUsd = 70_030_000_000,
        WorstCostNanoUsd = 97_110_000_000,
        OnDemandCostNanoUsd = 115_480_000_000,
        SpotAlone = 0.29,
        ExpectedSeconds = 201_600,
        Reclaims = 18.2,
        IsPossible = true,
    };

    public static ExperienceMessage Experience { get; } = new()
    {
        Now = Noon,
        Classes =
        [
            new MarketClassMessage
            {
                Provider = "aws", Region = "us-west-2", Accelerator = "V100", Launches = 12, Failures = 3, Reclaims = 9, HeldHours = 41.5, Loss = 1.31, FailureShare = 0.17,
                PriorOrigin = "recordings of October 2022",
            },
            new MarketClassMessage { Provider = "vast", Accelerator = "RTX4090", Launches = 1, HeldHours = 0.2, Loss = 1, FailureShare = 0.09, PriorOrigin = "no recording of this kind: as the mean of all recordings" },
        ],
    };

    public static LeftoverListMessage Leftovers(bool removed) => new()
    {
        Looked = ["aws: us-east-1, eu-west-1"],
        Leftovers =
        [
            new() { Kind = "machine", Region = "us-east-1", Id = "i-0123456789abcdef0", Owner = "mine1234", Run = 12, NanoUsdPerDay = 73_440_000_000, About = "p3.2xlarge, running", Standing = "run" },
            new() { Kind = "disk", Region = "us-east-1", Id = "vol-0123456789abcdef0", Owner = "mine1234", NanoUsdPerDay = 400_000_000, About = "150 GiB, on no machine", Standing = "left", Outcome = removed ? "removed" : "" },
            new() { Kind = "security group", Region = "us-east-1", Id = "sg-1", NanoUsdPerDay = 0, About = "haggle-3f2a", Standing = "shared", Outcome = removed ? "the security group sg-1 in us-east-1 cannot be removed: DependencyViolation: resource sg-1 has a dependent object" : "" },
            new() { Kind = "machine", Region = "eu-west-1", Id = "i-0fedcba9876543210", Owner = "other567", About = "g4dn.xlarge, stopped", Standing = "other owner" },
        ],
    };

    public static DoctorMessage Doctor { get; } = new()
    {
        Version = "0.1.0",
        Checks =
        [
            new DoctorCheck { Group = "this machine", Name = "processors", State = "ok", Found = "2" },
            new DoctorCheck { Group = "this machine", Name = "disk space", State = "warning", Found = "1.2 GiB left in /home/ada/.haggle", WhatToDo = "Checkpoints are kept there: free some space or set checkpoint.store in the task file." },
            new DoctorCheck { Group = "aws", Name = "credentials", State = "off", Found = "not configured" },
            new DoctorCheck { Group = "aws", Name = "quota", State = "problem", Found = "no spot vCPUs in us-east-1", WhatToDo = "Ask AWS for more." },
        ],
    };

    private static BillLineMessage Line(int epoch, DateTimeOffset from, double seconds, long cost, string end) => new()
    {
        Epoch = epoch,
        Machine = $"m-000{epoch}",
        Offer = Spot,
        Purchase = "spot",
        RateNanoUsdPerHour = 918_000_000,
        From = from,
        To = from.AddSeconds(seconds),
        BilledSeconds = seconds,
        CostNanoUsd = cost,
        End = end,
    };

    private static CandidateMessage Candidate(string offer, string purchase, long rate, double? seconds, long? cost, string reason) => new()
    {
        Offer = offer,
        Provider = "aws",
        Purchase = purchase,
        Accelerator = "V100",
        AcceleratorCount = 1,
        Vcpus = 8,
        MemoryGib = 61,
        RateNanoUsdPerHour = rate,
        PriceSource = "aws spot price history",
        PriceAsOf = Noon.AddMinutes(-3),
        ExpectedSeconds = seconds,
        ExpectedCostNanoUsd = cost,
        Reason = reason,
    };
}
