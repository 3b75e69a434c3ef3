using Haggle.Agent.Files;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Programs;

/// <summary>The environment of what is started beside the program: the program's own.</summary>
internal static class ProgramEnvironment
{
    /// <summary>With the values of its secrets.</summary>
    public static Dictionary<string, string> Of(OrderMessage? order, MachineFolder folder)
    {
        var environment = new Dictionary<string, string>(order?.Environment ?? []) { ["HAGGLE_PROGRESS"] = folder.Progress };
        if (order?.CheckpointPath is { Length: > 0 } path) environment["HAGGLE_CHECKPOINT_DIR"] = folder.CheckpointFolder(path);
        return environment;
    }

    /// <summary>Without them: for where a person works and would print them by chance.</summary>
    public static Dictionary<string, string> WithoutSecrets(OrderMessage? order, MachineFolder folder)
    {
        var environment = Of(order, folder);
        foreach (var name in order?.SecretNames ?? []) environment.Remove(name);
        return environment;
    }
}
