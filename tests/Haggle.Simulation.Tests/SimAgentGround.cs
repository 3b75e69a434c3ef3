using System.Text;
using Haggle.Conformance;
using Haggle.Conformance.Agents;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.Ports;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;
using Haggle.Storage.Sqlite;

namespace Haggle.Simulation.Tests;

/// <summary>A simulated agent on a simulated machine, reached as the simulated server reaches it. Time passes while somebody waits for an answer.</summary>
internal sealed class SimAgentGround : AgentGround
{
    private static readonly ProviderName Cloud = new("clouda");
    private static readonly RunId Run = new(7);

    private readonly SqliteStore _store = SqliteStore.OpenInMemory(new OwnerId("owner"));
    private readonly SimWorld _world;
    private readonly SimCloud _cloud;
    private readonly SimMachine _machine;

    public SimAgentGround(ulong seed, Func<IAgentLink, IAgentLink>? plant = null)
    {
        _world = new SimWorld(seed, new WorldOptions { Weather = Weather.Calm, Runs = 1 });
        _world.Use(_store);
        _cloud = _world.Cloud(Cloud);
        Time = new VirtualTime(_world.Pump, null);
        var dice = new Dice(seed);
        var pumped = new PumpedLink(new AgentPort(_world, new Gate(_world, new Life(1), dice.Fork(1)), dice.Fork(2)), _world.Pump);
        Link = plant?.Invoke(pumped) ?? pumped;
        _world.Scenario.ProgramsByRun[Run.Value] = Program(LawProgram.Short);
        var quote = _cloud.Quotes()[0];
        var token = new LaunchToken("owner-7-3-0");
        var made = (LaunchOutcome.Launched)_cloud.Launch(new LaunchRequest
        {
            Token = token,
            Owner = new OwnerId("owner"),
            Run = Run,
            Epoch = 3,
            Rank = 0,
            Quote = quote,
            AgentConfiguration = Encoding.ASCII.GetBytes("300"),
        });
        _machine = _cloud.Find(made.Machine)!;
        while (_machine.Agent is null) LawBrokenException.Unless(_world.Pump.Step(), "the machine has no agent");
        Slot = new Slot
        {
            Epoch = 3,
            Rank = 0,
            Token = token,
            Quote = quote,
            IntendedAt = _world.Pump.Now,
            ReadyBy = _world.Pump.Now,
            Machine = made.Machine,
            Address = "10.0.0.1",
        };
    }

    public override TimeSpan Patience => TimeSpan.FromHours(5);

    public override IAgentLink Link { get; }

    public override Slot Slot { get; }

    public override TimeProvider Time { get; }

    public override LawDeeds Deeds => _world.Scenario.Program(Run) is var program ? new LawDeeds(program.SetUps, program.Starts, program.HasSaved) : throw new InvalidOperationException();

    public override byte[] Written => [.. Enumerable.Range(0, (int)_machine.Agent!.State.LogLength).Select(i => SimAgent.LogByte(Run, Slot.Epoch, Slot.Rank, i))];

    public override Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        _world.Pump.Step();
        return Task.FromResult(!_machine.IsAlive);
    }

    public override void Take() => _cloud.TakeBack(_machine);

    public override ValueTask DisposeAsync() => _store.DisposeAsync();

    protected override Job Job(LawProgram program)
    {
        var known = _world.Scenario.Program(Run);
        if (known.SetUps == 0) _world.Scenario.ProgramsByRun[Run.Value] = Program(program);
        return new Job { Name = "law", Run = "simulated" };
    }

    private static SimProgram Program(LawProgram law)
    {
        var program = new SimProgram
        {
            Steps = law.Lasts ? 100_000_000 : law.Prints ? 7200 : 10,
            StepTime = TimeSpan.FromSeconds(1),
            SetupTime = TimeSpan.FromSeconds(5),
            StopTime = TimeSpan.FromSeconds(2),
            SaveTime = TimeSpan.FromSeconds(1),
            CodeWhenStopped = law.CodeWhenStopped,
        };
        if (law.ExitCode != 0) program.Failures.Add((5, law.ExitCode));
        return program;
    }

    private sealed class PumpedLink(IAgentLink link, Pump pump) : IAgentLink
    {
        public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => link.Configure(slot, firstLease);

        public Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken) => UntilDone(link.CallAsync(slot, call, cancellationToken));

        public Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken) =>
            UntilDone(link.ReadLogAsync(slot, offset, maxBytes, cancellationToken));

        private Task<T> UntilDone<T>(Task<T> answer)
        {
            while (!answer.IsCompleted && pump.Step())
            {
            }

            LawBrokenException.Unless(answer.IsCompleted, "a call is never answered");
            return answer;
        }
    }
}
