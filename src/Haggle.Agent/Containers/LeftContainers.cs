using System.Text;
using Haggle.Agent.Files;

namespace Haggle.Agent.Containers;

/// <summary>
/// Containers outlive the processes that started them, so whoever finds a machine dead must be able to take its container away: the machine's folder holds a
/// script that does, written before the container is made; and every agent that uses containers takes away those whose machine is gone.
/// </summary>
internal sealed class LeftContainers(AgentLog log, TimeProvider time)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What the engine needs to know to find its own again.
    private static readonly string[] Kept =
        ["PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF"];

    /// <summary>The text of the script that takes a machine's container away, and the login of a pull that was cut off.</summary>
    public static byte[] Script(ContainerEngine engine, string home, string token, Func<string, string?> variable)
    {
        var text = new StringBuilder();
        foreach (var name in Kept)
            if (variable(name) is { Length: > 0 } value) text.Append("export ").Append(name).Append('=').Append(ContainerWords.Line([value])).Append('\n');
        text.Append("rm -rf ").Append(ContainerWords.Line([PullFolder.LoginFolder(home, token)])).Append('\n');
        text.Append("unset HAGGLE_MACHINE\nexec timeout 20 ").Append(ContainerWords.Line([engine.Program, .. ContainerWords.Remove(engine, ContainerWords.Name(token))])).Append(" >/dev/null 2>&1\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Takes away the containers whose machine has ended or has no agent any more.</summary>
    public async Task SweepAsync(ContainerEngine engine, string ownToken, CancellationToken cancellationToken)
    {
        var list = await EngineCall.RunAsync(engine.Program, ["ps", "--all", "--quiet", "--filter", $"label={ContainerWords.HomeLabel}"], Patience, time, cancellationToken);
        if (list is not { Code: 0 }) return;
        foreach (var id in list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostAtOnce))
        {
            var facts = await EngineCall.RunAsync(engine.Program, ["inspect", "--format", Format, id], Patience, time, cancellationToken);
            if (facts?.Output.Trim().Split('|') is not [var token, var home] || token == ownToken || Lives(home)) continue;
            log.Write($"the container of machine {token}, which is gone, is taken away");
            await EngineCall.RunAsync(engine.Program, ContainerWords.Remove(engine, id), Patience, time, cancellationToken);
        }
    }

    private const string Format = "{{index .Config.Labels \"" + ContainerWords.TokenLabel + "\"}}|{{index .Config.Labels \"" + ContainerWords.HomeLabel + "\"}}";

    /// <summary>Whether an agent serves a machine's folder: it holds the lock for as long as it lives.</summary>
    internal static bool Lives(string home)
    {
        var folder = new MachineFolder(home);
        if (File.Exists(folder.Ended) || !File.Exists(folder.Lock)) return false;
        try
        {
            using var free = new FileStream(folder.Lock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Another user's machine cannot be looked at: it is theirs to sweep.
            return true;
        }
    }
}
