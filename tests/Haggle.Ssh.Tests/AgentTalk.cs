using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Ssh;
using Haggle.Wire.Agent;

namespace Haggle.Ssh.Tests;

/// <summary>Talks to the agent of a machine of <see cref="SshGround"/> over the provider's door.</summary>
internal static class AgentTalk
{
    /// <summary>Whether it answers now.</summary>
    public static async Task<bool> AnswersAsync(SshProvider provider, MachineId machine, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(provider, machine, Request("call"), cancellationToken) is { Error.Length: 0 };
        }
        catch (Exception fault) when (fault is ProviderException or IOException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>A request of the test's own key.</summary>
    public static AgentRequest Request(string type) => new() { Type = type, Key = "a-key-of-a-test", Epoch = 1, LeaseSeconds = 120 };

    /// <summary>One request on a stream of its own.</summary>
    public static async Task<AgentReply?> AskAsync(SshProvider provider, MachineId machine, AgentRequest request, CancellationToken cancellationToken)
    {
        await using var line = new AgentLine(await provider.OpenAsync(machine, cancellationToken));
        await line.WriteAsync(request, AgentJson.Default.AgentRequest, cancellationToken);
        return await line.ReadAsync(AgentJson.Default.AgentReply, cancellationToken);
    }
}
