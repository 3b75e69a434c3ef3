using System.Globalization;

namespace Haggle.TaskFiles.Tests;

public sealed class Own_keys
{
    [Theory]
    [InlineData("checkpoint: ckpt", "ckpt  3 ")]
    [InlineData("checkpoint: {path: ckpt, every: 10m, keep: 5, store: 's3://b/c'}", "ckpt 00:10:00 5 s3://b/c")]
    [InlineData("checkpoint: {path: ~/out, every: 1h30m}", "~/out 01:30:00 3 ")]
    public void A_checkpoint_is_read(string yaml, string expected)
    {
        var checkpoint = Read.Task("run: x\n" + yaml).Checkpoint!;
        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Path} {checkpoint.Every} {checkpoint.Keep} {checkpoint.Store}"));
    }

    [Theory]
    [InlineData("2026-12-01T18:00Z", "2026-12-01T18:00:00Z")]
    [InlineData("2026-12-01T18:00:30+02:00", "2026-12-01T16:00:30Z")]
    [InlineData("2026-12-01 18:00 -05:00", "2026-12-01T23:00:00Z")]
    [InlineData("'2026-12-01T18:00Z'", "2026-12-01T18:00:00Z")]
    [InlineData("36h", "2026-01-02T12:00:00Z")]
    [InlineData("2d", "2026-01-03T00:00:00Z")]
    [InlineData("1w2d", "2026-01-10T00:00:00Z")]
    [InlineData("1.5h", "2026-01-01T01:30:00Z")]
    public void A_deadline_is_an_instant_or_a_time_after_submission(string text, string expected)
    {
        var submitted = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var deadline = Read.Task("run: x\ndeadline: " + text).Deadline!.For(submitted);
        Assert.Equal(expected, deadline.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12.50", "$12.50")]
    [InlineData("$12.50", "$12.50")]
    [InlineData("12.50 USD", "$12.50")]
    [InlineData("0.000000001", "$0.000000001")]
    [InlineData("100", "$100.00")]
    public void A_budget_is_exact_money(string text, string expected) => Assert.Equal(expected, Read.Task("run: x\nbudget: " + text).Budget.ToString());

    [Theory]
    [InlineData("{model: resnet-50, dataset: imagenet, epochs: 3, precision: BF16}", "KnownModel { Precision = bf16, Model = resnet-50, Dataset = imagenet, Samples = , Epochs = 3, BatchSize =  }")]
    [InlineData("{model: own, samples: 50_000, batch_size: 64}", "KnownModel { Precision = , Model = own, Dataset = , Samples = 50000, Epochs = 1, BatchSize = 64 }")]
    [InlineData("{flops: 1.2e21}", "Compute { Precision = , Flops = 1.2E+21 }")]
    [InlineData("{tokens: 2B, parameters: 7B}", "Tokenwise { Precision = , Tokens = 2000000000, Parameters = 7000000000, FlopsPerToken =  }")]
    [InlineData("{steps: 10K, steps_per_second: 3.5, on: A100:8}", "Measured { Precision = , Steps = 10000, StepsPerSecond = 3.5, On = A100:8 }")]
    [InlineData("{like: run 42}", "LikeRun { Precision = , Run = 42 }")]
    [InlineData("{like: nightly}", "LikeRun { Precision = , Run = nightly }")]
    public void A_workload_is_read(string text, string expected) => Assert.Equal(expected, Read.Task("run: x\nworkload: " + text).Workload!.ToString());

    [Theory]
    [InlineData("max_duration: 90m", 5400)]
    [InlineData("max_duration: 1d", 86400)]
    public void A_longest_duration_is_read(string yaml, int seconds) => Assert.Equal(seconds, Read.Task("run: x\n" + yaml).MaxDuration!.Value.TotalSeconds);
}
