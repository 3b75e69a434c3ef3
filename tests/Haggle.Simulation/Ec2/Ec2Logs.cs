using Haggle.Engine.Ports;
using Haggle.Simulation.Time;
using Microsoft.Extensions.Logging;

namespace Haggle.Simulation.Ec2;

/// <summary>The log of one life of the server; an error that the engine did not foresee is a broken promise.</summary>
internal sealed class Ec2Logs(Ec2World world, Life life) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the simulation keeps its own log");

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (life.IsOver) return;
        if (world.Trace.IsOn) world.Trace.Say($"log {life.Number}", $"{logLevel}: {formatter(state, exception)} {exception?.Message}");
        if (logLevel >= LogLevel.Error && exception is not (null or ProviderException or StoreException or IOException)) world.Broken("the server stands", $"{formatter(state, exception)}: {exception}");
    }
}
