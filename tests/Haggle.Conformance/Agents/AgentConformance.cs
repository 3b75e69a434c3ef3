using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Agents;

/// <summary>
/// The long form of what the engine expects of an agent behind <see cref="IAgentLink"/>, however it is reached, real or simulated: laws that hold on any
/// ground. A law that is broken throws <see cref="LawBrokenException"/>.
/// </summary>
public static class AgentConformance
{
    /// <summary>Every law by its sentence.</summary>
    public static ImmutableSortedDictionary<string, Func<AgentGround, CancellationToken, Task>> Laws { get; } =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, Func<AgentGround, CancellationToken, Task>>[]
        {
            new("an agent on hold starts nothing", HoldStartsNothing),
            new("setting up runs the setup once and no program", SetUpThenRun),
            new("an order given again changes nothing", OrdersAreLevels),
            new("a lower order after a higher one takes nothing back", LowerOrders),
            new("the exit code is the program's own", ExitCode),
            new("a program that is told to stop has its grace", StopHasGrace),
            new("a machine that is stopped before its program began tells no exit code", StopBeforeStart),
            new("another epoch is refused and changes nothing", OtherEpoch),
            new("a log cut anywhere gives the same whole", LogInPieces),
            new("a call that waits hears of the change", WaitingHears),
            new("a machine that nobody calls ends by itself", LeaseEnds),
            new("a machine that is taken without notice tells no end of its program", TakenIsSilent),
        });

    private static async Task HoldStartsNothing(AgentGround ground, CancellationToken cancellationToken)
    {
        var answer = await ground.CallAsync(ground.Order(OrderStage.Hold, LawProgram.Short), cancellationToken);
        LawBrokenException.Unless(answer.State is { Phase: AgentPhase.Idle, SetupDone: false, LogLength: 0 }, $"on hold the agent is {answer.State.Phase}");
        LawBrokenException.Unless(ground.Deeds is { SetUps: 0, Starts: 0 }, "on hold something was started");
    }

    private static async Task SetUpThenRun(AgentGround ground, CancellationToken cancellationToken)
    {
        var ready = await ground.UntilAsync(ground.Order(OrderStage.SetUp, LawProgram.Short), s => s.SetupDone, "the setup is done", cancellationToken);
        LawBrokenException.Unless(ready.Phase is AgentPhase.Idle, $"set up, the agent is {ready.Phase}");
        LawBrokenException.Unless(ground.Deeds is { SetUps: 1, Starts: 0 }, $"set up, there were {ground.Deeds}");
        await EndedAsync(ground, ground.Order(OrderStage.Run, LawProgram.Short), cancellationToken);
        LawBrokenException.Unless(ground.Deeds is { SetUps: 1, Starts: 1 }, $"setup and program did not run once each: {ground.Deeds}");
    }

    private static async Task OrdersAreLevels(AgentGround ground, CancellationToken cancellationToken)
    {
        var order = ground.Order(OrderStage.Run, LawProgram.Short);
        for (var i = 0; i < 5; i++) await ground.CallAsync(order, cancellationToken);
        await EndedAsync(ground, order, cancellationToken);
        for (var i = 0; i < 5; i++) await ground.CallAsync(order, cancellationToken);
        LawBrokenException.Unless(ground.Deeds is { SetUps: 1, Starts: 1 }, $"the order was given ten times, and there were {ground.Deeds}");
    }

    private static async Task LowerOrders(AgentGround ground, CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Run, new LawProgram { ExitCode = 37 }), cancellationToken);
        foreach (var stage in (OrderStage[])[OrderStage.SetUp, OrderStage.Hold])
        {
            var answer = await ground.CallAsync(ground.Order(stage, new LawProgram { ExitCode = 37 }), cancellationToken);
            LawBrokenException.Unless(answer.State.Phase is AgentPhase.Ended && answer.State.ExitCode == ended.ExitCode, $"ordered back to {stage}, the agent is {answer.State.Phase}");
        }

        LawBrokenException.Unless(ground.Deeds is { SetUps: 1, Starts: 1 }, $"ordered back, there were {ground.Deeds}");
    }

    private static async Task ExitCode(AgentGround ground, CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Run, new LawProgram { ExitCode = 37 }), cancellationToken);
        LawBrokenException.Unless(ended.ExitCode == 37, $"the program ended with 37 and the agent says {ended.ExitCode}");
    }

    private static async Task StopHasGrace(AgentGround ground, CancellationToken cancellationToken)
    {
        var program = LawProgram.Lasting with { CodeWhenStopped = 9 };
        await RunningAsync(ground, program, cancellationToken);
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Stop, program), cancellationToken);
        LawBrokenException.Unless(ended.ExitCode == 9, $"told to stop, the program ended with {ended.ExitCode}");
        LawBrokenException.Unless(ground.Deeds.Saved, "the program had no time to save");
    }

    private static async Task StopBeforeStart(AgentGround ground, CancellationToken cancellationToken)
    {
        await ground.UntilAsync(ground.Order(OrderStage.SetUp, LawProgram.Short), s => s.SetupDone, "the setup is done", cancellationToken);
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Stop, LawProgram.Short), cancellationToken);
        LawBrokenException.Unless(ended.ExitCode is null, $"no program ran, and the agent says that it ended with {ended.ExitCode}");
        LawBrokenException.Unless(ended.Why.Length > 0, "the agent does not say why no program ran");
        LawBrokenException.Unless(ground.Deeds.Starts == 0, "the program was started all the same");
    }

    private static async Task OtherEpoch(AgentGround ground, CancellationToken cancellationToken)
    {
        foreach (var epoch in (int[])[ground.Slot.Epoch - 1, ground.Slot.Epoch + 1])
        {
            var refused = false;
            try
            {
                await ground.CallAsync(ground.Order(OrderStage.Run, LawProgram.Short), cancellationToken, epoch: epoch);
            }
            catch (ProviderException)
            {
                refused = true;
            }

            LawBrokenException.Unless(refused, $"an agent of epoch {ground.Slot.Epoch} obeys epoch {epoch}");
        }

        await HoldStartsNothing(ground, cancellationToken);
    }

    private static async Task LogInPieces(AgentGround ground, CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Run, new LawProgram { Prints = true }), cancellationToken);
        var whole = ground.Written;
        LawBrokenException.Unless(whole.Length > 1000, "the program printed too little for this law");
        LawBrokenException.Unless(ended.LogLength == whole.Length, $"the log has {whole.Length} bytes and the agent says {ended.LogLength}");
        foreach (var size in (int[])[7, 64, 100_000])
            LawBrokenException.Unless(Enumerable.SequenceEqual(whole, await ground.LogAsync(size, cancellationToken)), $"the log in pieces of {size} bytes is another");
        var end = await ground.Link.ReadLogAsync(ground.Slot, whole.Length, 10, cancellationToken);
        LawBrokenException.Unless(end is { AtEnd: true, Bytes.IsEmpty: true }, "the end of the log is not told");
    }

    private static async Task WaitingHears(AgentGround ground, CancellationToken cancellationToken)
    {
        var order = ground.Order(OrderStage.Run, new LawProgram { ExitCode = 3 });
        var seen = await ground.CallAsync(order, cancellationToken);
        for (var began = ground.Time.GetTimestamp(); seen.State.Phase is not AgentPhase.Ended;)
        {
            LawBrokenException.Unless(ground.Time.GetElapsedTime(began) < ground.Patience, "the program's end was never told");
            var next = await ground.CallAsync(order, cancellationToken, seen.Mark);
            LawBrokenException.Unless(next.Mark != seen.Mark || next.State.Phase == seen.State.Phase, "another state has the same mark");
            seen = next;
        }

        var last = await ground.CallAsync(order, cancellationToken);
        LawBrokenException.Unless(last.Mark == seen.Mark && last.Mark != 0 && last.State.ExitCode == 3, "the same state has another mark");
    }

    private static async Task LeaseEnds(AgentGround ground, CancellationToken cancellationToken)
    {
        await ground.CallAsync(ground.Order(OrderStage.Run, LawProgram.Lasting), cancellationToken, lease: TimeSpan.FromSeconds(0.5));
        for (var began = ground.Time.GetTimestamp(); !await ground.HasEndedAsync(cancellationToken);)
            LawBrokenException.Unless(ground.Time.GetElapsedTime(began) < ground.Patience, "the machine lives on without a lease");
    }

    private static async Task TakenIsSilent(AgentGround ground, CancellationToken cancellationToken)
    {
        var seen = await RunningAsync(ground, LawProgram.Lasting, cancellationToken);
        ground.Take();
        var order = ground.Order(OrderStage.Run, LawProgram.Lasting);
        for (var began = ground.Time.GetTimestamp(); ;)
        {
            LawBrokenException.Unless(ground.Time.GetElapsedTime(began) < ground.Patience, "the machine was taken and its agent goes on talking");
            try
            {
                var answer = await ground.CallAsync(order, cancellationToken, seen);
                LawBrokenException.Unless(answer.State is { Phase: AgentPhase.Running, ExitCode: null }, $"taken at once, the machine says that its program is {answer.State.Phase}, exit code {answer.State.ExitCode}");
                seen = answer.Mark;
            }
            catch (ProviderException)
            {
                return;
            }
        }
    }

    private static async Task<long> RunningAsync(AgentGround ground, LawProgram program, CancellationToken cancellationToken)
    {
        await ground.UntilAsync(ground.Order(OrderStage.Run, program), s => s.Phase is AgentPhase.Running && ground.Deeds.Starts > 0, "the program began", cancellationToken);
        return (await ground.CallAsync(ground.Order(OrderStage.Run, program), cancellationToken)).Mark;
    }

    private static Task<AgentState> EndedAsync(AgentGround ground, AgentOrder order, CancellationToken cancellationToken) =>
        ground.UntilAsync(order, s => s.Phase is AgentPhase.Ended, "the program is over", cancellationToken);
}
