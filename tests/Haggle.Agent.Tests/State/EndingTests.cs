using Haggle.Agent.State;

namespace Haggle.Agent.Tests.State;

/// <summary>
/// A machine that is taken without notice must not tell an end of its program: nobody could tell that from a program that failed by itself. What happens at the
/// same time in the agent is put into its worst order here.
/// </summary>
public sealed class EndingTests : IDisposable
{
    private readonly VirtualTime time = new();
    private readonly Ending ending = new();
    private readonly StopWishes stops;
    private readonly CancellationTokenSource all = new();

    public EndingTests() => stops = new StopWishes(time);

    [Fact]
    public async Task Whoever_hears_that_the_machine_ends_sees_at_once_that_nothing_may_be_finished()
    {
        var heardBefore = true;
        using var watch = ending.AtOnce.Register(() => heardBefore = ending.Asked.IsCompleted);
        ending.AskNow("reclaimed");
        Assert.False(heardBefore);
        Assert.Equal("reclaimed", await ending.Asked);
    }

    [Fact]
    public async Task A_machine_that_is_taken_falls_silent_before_anything_happens_to_its_program()
    {
        var silentFirst = false;

        // This is where the program gets its SIGTERM, and from where its end goes onto the board.
        using var program = stops.Asked.Register(() => silentFirst = all.IsCancellationRequested);
        ending.AskNow("reclaimed");
        await new MachineStop(ending, stops, all, time).RunAsync("reclaimed", 30, new TaskCompletionSource().Task);
        Assert.True(silentFirst);
        Assert.Equal(TimeSpan.Zero, stops.Left);
    }

    [Theory]
    [InlineData("lease", 5)]
    [InlineData("terminated", 20)]
    public async Task A_machine_that_ends_otherwise_tells_its_programs_end_and_waits_for_it(string why, double grace)
    {
        var program = new TaskCompletionSource();
        ending.Ask(why);
        var stop = new MachineStop(ending, stops, all, time).RunAsync(why, 20, program.Task);
        Assert.Equal((true, false, false), (stops.IsAsked, all.IsCancellationRequested, stop.IsCompleted));
        Assert.Equal(TimeSpan.FromSeconds(grace), stops.Left);
        program.SetResult();
        await stop;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_never_ends_is_not_waited_for_without_end(bool takenMeanwhile)
    {
        ending.Ask("terminated");
        var stop = new MachineStop(ending, stops, all, time).RunAsync("terminated", 20, new TaskCompletionSource().Task);
        time.Advance(TimeSpan.FromSeconds(49));
        Assert.False(stop.IsCompleted);
        if (takenMeanwhile) ending.AskNow("reclaimed");
        else time.Advance(TimeSpan.FromSeconds(2));
        await stop;
    }

    public void Dispose()
    {
        ending.Dispose();
        stops.Dispose();
        all.Dispose();
    }
}
