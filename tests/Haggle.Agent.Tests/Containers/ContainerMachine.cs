using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Containers;

/// <summary>A machine whose programs run in a container.</summary>
internal static class ContainerMachine
{
    public static async Task<TestMachine> StartAsync(string engine, string? root = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var ground = await EngineGround.OfAsync(engine);
        return new TestMachine(root: root, environment: ground.Environment.Concat(environment ?? new Dictionary<string, string>()).ToDictionary());
    }

    public static OrderMessage InContainer(this OrderMessage order, string engine, Func<ContainerMessage, ContainerMessage>? with = null)
    {
        var container = new ContainerMessage { Image = EngineGround.Image, Engine = engine };
        return order with { Container = with?.Invoke(container) ?? container };
    }
}
