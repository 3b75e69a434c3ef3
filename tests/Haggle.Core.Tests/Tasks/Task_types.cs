using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Tasks;

public sealed class Task_types
{
    [Fact]
    public void A_secret_prints_as_stars_wherever_it_stands()
    {
        var secret = new Secret("hush");
        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("hush", new SecretSource.Given(secret).ToString(), StringComparison.Ordinal);
        Assert.Equal("hush", secret.Reveal());
        Assert.Equal(new Secret("hush"), secret);
        Assert.NotEqual(new Secret("other"), secret);
    }

    [Theory]
    [InlineData(3, 7, "hint", "t.yaml:3:7: error: wrong (hint)")]
    [InlineData(3, 0, null, "t.yaml:3: error: wrong")]
    [InlineData(0, 0, null, "t.yaml: error: wrong")]
    public void A_problem_reads_as_compilers_write_it(int line, int column, string? suggestion, string expected) =>
        Assert.Equal(expected, new Problem(ProblemSeverity.Error, "wrong", "t.yaml", line, column, suggestion).ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void No_accelerators_are_not_a_request(double count) => Assert.Throws<ArgumentOutOfRangeException>(() => new AcceleratorRequest.Named("A100", count));

    [Fact]
    public void Requests_are_written_as_a_task_file_does()
    {
        Assert.Equal("T4:0.5", new AcceleratorRequest.Named("T4", 0.5).ToString());
        Assert.Equal("NVIDIA:80GB+:8", new AcceleratorRequest.WithMemory(Gib.FromGib(80), true, "NVIDIA", 8).ToString());
        Assert.Equal("4+", new CpuRequest(4, true).ToString());
        Assert.Equal("64 GiB+", new MemoryRequest.Amount(Gib.FromGib(64), true).ToString());
        Assert.Equal("4x CPUs", new MemoryRequest.PerCpu(4, false).ToString());
        Assert.Equal("*/*/us-east-1a", new Placement(null, null, "us-east-1a").ToString());
    }

    [Fact]
    public void A_deadline_after_submission_moves_with_it()
    {
        var submitted = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(submitted.AddHours(36), new Deadline.After(TimeSpan.FromHours(36)).For(submitted));
        Assert.Equal(submitted, new Deadline.At(submitted).For(submitted.AddYears(1)));
    }

    [Fact]
    public void The_defaults_are_the_formats()
    {
        var task = new TaskSpec();
        Assert.Equal((1, "EAGER_NEXT_REGION", 0), (task.NumNodes, task.JobRecovery.Strategy, task.JobRecovery.MaxRestartsOnErrors));
        var choice = Assert.Single(task.Resources.Choices);
        Assert.Equal((false, Gib.FromGib(256), DiskTier.Medium, NetworkTier.Standard), (choice.UseSpot, choice.DiskSize, choice.DiskTier, choice.NetworkTier));
    }
}
