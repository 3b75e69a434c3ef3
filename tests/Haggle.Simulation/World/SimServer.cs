using Haggle.Core.Policy;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.Ports;
using Haggle.Simulation.Time;
using Microsoft.Extensions.Logging;

namespace Haggle.Simulation.World;

/// <summary>One life of the server: the real engine over ports that pass one gate, and the real store.</summary>
internal sealed class SimServer
{
    public SimServer(SimWorld world, IStore store, Life life, Dice dice)
    {
        Life = life;
        var gate = new Gate(world, life, dice.Fork(1));
        var ports = new EnginePorts
        {
            Store = new StorePort(store, world, gate),
            Providers = [.. world.Clouds.Select(c => BuggyProvider.Around(new CloudPort(c, gate), c, world))],
            Link = new AgentPort(world, gate, dice.Fork(2)),
            Checkpoints = new CheckpointPort(world.Checkpoints, world, gate),
            Logs = new LogPort(world.Logs, world, gate),
        };
        Engine = new RunEngine(ports, Policy(world), new VirtualTime(world.Pump, life), new SimLoggerFactory(world, life));
    }

    public Life Life { get; }

    public RunEngine Engine { get; }

    public async void Start(SimWorld world)
    {
        try
        {
            await Engine.RunAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The outermost frame of a server: whatever brings it down is what the simulation is looking for.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!Life.IsOver) world.Watch.Broken("server stands", $"the engine fell over: {fault}");
        }
    }

    private static RunPolicy Policy(SimWorld world) => world.Bug switch
    {
        PlantedBug.ReplaceOnTimeout => world.Scenario.Policy with { SilencePatience = TimeSpan.FromSeconds(1), UnreachablePatience = TimeSpan.FromSeconds(5) },
        PlantedBug.MoveForCents => world.Scenario.Policy with { SettleStartUps = 0, MoveGain = 0, LookBackEvery = TimeSpan.FromMinutes(1) },
        _ => world.Scenario.Policy,
    };

    private sealed class SimLoggerFactory(SimWorld world, Life life) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new SimLogger(world, life);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the simulation keeps its own log");

        public void Dispose()
        {
        }
    }

    private sealed class SimLogger(SimWorld world, Life life) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (life.IsOver) return;
            if (world.Trace.IsOn) world.Trace.Say($"log {life.Number}", $"{logLevel}: {formatter(state, exception)} {exception?.Message}");

            // A fault that the engine foresees is told as a warning or names a port's fault; anything else is a bug that was caught by the outermost frame.
            var isForeseen = exception is null or ProviderException or StoreException or IOException;
            if (logLevel >= LogLevel.Error && !isForeseen) world.Watch.Broken("server stands", $"{formatter(state, exception)}: {exception}");
        }
    }
}
