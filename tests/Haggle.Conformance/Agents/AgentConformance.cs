using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Agents;

/// <summary>
/// The long form of what the engine expects of an agent behind <see cref="IAgentLink"/>, however it is reached: laws that hold on any ground. A law that is
/// broken throws <see cref="LawBrokenException"/>.
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
            new("the exit code is the program's own", ExitCode),
            new("a program that is told to stop has its grace", StopHasGrace),
            new("another epoch is refused and changes nothing", OtherEpoch),
            new("a log cut anywhere gives the same whole", LogInPieces),
            new("a call that waits hears of the change", WaitingHears),
            new("a machine that nobody calls ends by itself", LeaseEnds),
        });

    private static async Task HoldStartsNothing(AgentGround ground, CancellationToken cancellationToken)
    {
        var answer = await ground.CallAsync(ground.Order(OrderStage.Hold, "echo ran"), cancellationToken);
        LawBrokenException.Unless(answer.State is { Phase: AgentPhase.Idle, SetupDone: false, LogLength: 0 }, $"on hold the agent is {answer.State.Phase}");
    }

    private static async Task SetUpThenRun(AgentGround ground, CancellationToken cancellationToken)
    {
        var ready = await ground.UntilAsync(ground.Order(OrderStage.SetUp, "echo ran", "echo prepared"), s => s.SetupDone, "the setup is done", cancellationToken);
        LawBrokenException.Unless(ready.Phase < AgentPhase.Running, $"set up, the agent is {ready.Phase} already");
        await EndedAsync(ground, ground.Order(OrderStage.Run, "echo ran", "echo prepared"), cancellationToken);
        LawBrokenException.Unless(await ground.LogAsync(1000, cancellationToken) == "prepared\nran\n", "setup and program did not run once each, in this order");
    }

    private static async Task OrdersAreLevels(AgentGround ground, CancellationToken cancellationToken)
    {
        var order = ground.Order(OrderStage.Run, "echo ran");
        for (var i = 0; i < 5; i++) await ground.CallAsync(order, cancellationToken);
        await EndedAsync(ground, order, cancellationToken);
        for (var i = 0; i < 5; i++) await ground.CallAsync(order, cancellationToken);
        LawBrokenException.Unless(await ground.LogAsync(1000, cancellationToken) == "ran\n", "the program ran more than once");
    }

    private static async Task ExitCode(AgentGround ground, CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Run, "exit 37"), cancellationToken);
        LawBrokenException.Unless(ended.ExitCode == 37, $"the program ended with 37 and the agent says {ended.ExitCode}");
    }

    private static async Task StopHasGrace(AgentGround ground, CancellationToken cancellationToken)
    {
        const string Saves = "trap 'echo saved; exit 9' TERM; echo began; while :; do sleep 0.05; done";
        await ground.UntilAsync(ground.Order(OrderStage.Run, Saves), s => s.LogLength > 0, "the program began", cancellationToken);
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Stop, Saves), cancellationToken);
        LawBrokenException.Unless(ended.ExitCode == 9, $"told to stop, the program ended with {ended.ExitCode}");
        var log = await ground.LogAsync(1000, cancellationToken);

        // A shell may add a line of its own about the child that was told to stop with it.
        LawBrokenException.Unless(log.StartsWith("began\n", StringComparison.Ordinal) && log.Contains("saved\n", StringComparison.Ordinal), "the program had no time to save");
    }

    private static async Task OtherEpoch(AgentGround ground, CancellationToken cancellationToken)
    {
        foreach (var epoch in (int[])[ground.Slot.Epoch - 1, ground.Slot.Epoch + 1])
        {
            var refused = false;
            try
            {
                await ground.CallAsync(ground.Order(OrderStage.Run, "echo ran"), cancellationToken, epoch: epoch);
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
        var ended = await EndedAsync(ground, ground.Order(OrderStage.Run, "seq 1 300"), cancellationToken);
        var whole = string.Concat(Enumerable.Range(1, 300).Select(n => n + "\n"));
        LawBrokenException.Unless(ended.LogLength == whole.Length, $"the log has {whole.Length} bytes and the agent says {ended.LogLength}");
        foreach (var size in (int[])[7, 64, 100_000])
            LawBrokenException.Unless(await ground.LogAsync(size, cancellationToken) == whole, $"the log in pieces of {size} bytes is another");
        var end = await ground.Link.ReadLogAsync(ground.Slot, whole.Length, 10, cancellationToken);
        LawBrokenException.Unless(end is { AtEnd: true, Bytes.IsEmpty: true }, "the end of the log is not told");
    }

    private static async Task WaitingHears(AgentGround ground, CancellationToken cancellationToken)
    {
        var order = ground.Order(OrderStage.Run, "echo ran; exit 3");
        var ended = await EndedAsync(ground, order, cancellationToken);
        var last = await ground.CallAsync(order, cancellationToken);
        LawBrokenException.Unless(last.Mark != 0 && last.State.ExitCode == ended.ExitCode, "the same state has no mark of its own");
    }

    private static async Task LeaseEnds(AgentGround ground, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ground.Patience);
        await ground.CallAsync(ground.Order(OrderStage.Run, "sleep 600"), cancellationToken, lease: TimeSpan.FromSeconds(0.5));
        while (!await ground.HasEndedAsync(patience.Token))
            if (patience.IsCancellationRequested) throw new LawBrokenException("the machine lives on without a lease");
    }

    private static Task<AgentState> EndedAsync(AgentGround ground, AgentOrder order, CancellationToken cancellationToken) =>
        ground.UntilAsync(order, s => s.Phase is AgentPhase.Ended, "the program is over", cancellationToken);
}
