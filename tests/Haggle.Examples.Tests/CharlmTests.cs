namespace Haggle.Examples.Tests;

public sealed class CharlmTests(CharlmProgram charlm) : IClassFixture<CharlmProgram>
{
    private const int Terminate = 15;
    private const int Kill = 9;

    [Fact]
    public async Task Five_reclaims_with_and_without_notice_change_no_bit_of_the_result()
    {
        using var scratch = new Scratch();
        using var undisturbed = charlm.TrainUnderHaggle(scratch.Path("undisturbed"));
        var expected = await undisturbed.ResultAsync();

        foreach (var (step, signal) in ((int, int)[])[(140, Terminate), (420, Kill), (700, Terminate), (980, Kill), (1260, Kill)])
        {
            using var attempt = charlm.TrainUnderHaggle(scratch.Path("reclaimed"));
            await attempt.ReachAsync(step);
            attempt.Signal(signal);
            var (code, _) = await attempt.EndAsync();
            Assert.Equal(128 + signal, code);
            Assert.Equal(signal == Terminate, attempt.Output.Any(line => line.StartsWith("charlm: interrupted", StringComparison.Ordinal)));
        }

        using var last = charlm.TrainUnderHaggle(scratch.Path("reclaimed"));
        Assert.Equal(expected, await last.ResultAsync());
        Assert.Contains(last.Output, line => line.StartsWith("charlm: continuing at step 1", StringComparison.Ordinal));
        Assert.Contains("(bits ", expected);
        Assert.Contains("parameters sha256 ", expected);
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("one bit flipped")]
    [InlineData("empty")]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_it_is_used(string damage)
    {
        using var scratch = new Scratch();
        using var undisturbed = charlm.TrainUnderHaggle(scratch.Path("undisturbed"));
        var expected = await undisturbed.ResultAsync();

        using var attempt = charlm.TrainUnderHaggle(scratch.Path("torn"));
        await attempt.ReachAsync(300);
        attempt.Signal(Terminate);
        await attempt.EndAsync();
        var newest = Directory.GetFiles(scratch.Path("torn")).Order(StringComparer.Ordinal).Last();
        var bytes = await File.ReadAllBytesAsync(newest);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(newest, damage switch { "empty" => [], "cut off" => bytes[..(bytes.Length / 3)], _ => bytes });

        using var next = charlm.TrainUnderHaggle(scratch.Path("torn"));
        Assert.Equal(expected, await next.ResultAsync());
        Assert.Contains(next.Output, line => line.StartsWith("charlm: continuing at step", StringComparison.Ordinal));
        Assert.Contains($"checkpoint {newest} is damaged", (await next.EndAsync()).Complaints);
    }

    [Fact]
    public async Task The_loss_falls_and_every_announced_checkpoint_was_there()
    {
        using var scratch = new Scratch();
        using var training = charlm.TrainUnderHaggle(scratch.Path("checkpoints"));
        await training.ResultAsync();

        var losses = training.Output.Select(line => Training.Number(line, "loss")).OfType<double>().ToArray();
        Assert.True(losses.Length > 50);
        Assert.True(losses[^1] < losses[0] / 2, $"from {losses[0]} to {losses[^1]}");
        Assert.Contains("::haggle checkpoint step=1600 path=step-000001600.ckpt", training.Output);
        Assert.Equal(
            ["step-000001520.ckpt", "step-000001560.ckpt", "step-000001600.ckpt"],
            Directory.GetFiles(scratch.Path("checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lines_for_Haggle_go_to_its_file_or_nowhere_when_there_is_no_Haggle()
    {
        using var scratch = new Scratch();
        using var alone = charlm.Train(scratch.Path("a"), ["--steps", "40"]);
        await alone.ResultAsync();
        Assert.DoesNotContain(alone.Output, line => line.Contains("::haggle", StringComparison.Ordinal));

        using var told = charlm.Train(scratch.Path("b"), ["--steps", "40"], ("HAGGLE_RUN_ID", "test"), ("HAGGLE_PROGRESS", scratch.Path("progress")));
        await told.ResultAsync();
        Assert.DoesNotContain(told.Output, line => line.Contains("::haggle", StringComparison.Ordinal));
        var lines = await File.ReadAllLinesAsync(scratch.Path("progress"));
        Assert.All(lines, line => Assert.StartsWith("::haggle ", line));
        Assert.Equal(20, Training.StepOf(lines[0]));
    }

    [Theory]
    [InlineData("--step", "unknown flag --step; charlm --help lists them all")]
    [InlineData("--steps", "--steps needs a whole number from 1 to 100000000, not '")]
    [InlineData("--steps=0", "--steps needs a whole number from 1 to 100000000, not '0'")]
    [InlineData("--hidden=100", "--hidden needs a multiple of 16 from 16 to 16384, not '100'")]
    [InlineData("--learning-rate=fast", "--learning-rate needs a number above 0 and up to 1, not 'fast'")]
    [InlineData("/nowhere/at/all", "the text /nowhere/at/all does not exist (arguments or CHARLM_CORPUS name files and folders)")]
    public async Task A_mistake_gets_one_sentence_and_exit_code_2(string argument, string message)
    {
        using var scratch = new Scratch();
        using var training = charlm.Train(scratch.Path("checkpoints"), [argument]);
        var (code, complaints) = await training.EndAsync();
        Assert.Equal(2, code);
        Assert.StartsWith("charlm: " + message, complaints);
        Assert.Single(complaints.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_checkpoint_of_another_training_is_refused()
    {
        using var scratch = new Scratch();
        using var one = charlm.Train(scratch.Path("checkpoints"), ["--steps", "40"]);
        await one.ResultAsync();
        using var other = charlm.Train(scratch.Path("checkpoints"), ["--steps", "40", "--seed", "2"]);
        var (code, complaints) = await other.EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("the checkpoint belongs to another training", complaints);
    }
}
