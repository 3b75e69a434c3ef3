using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>The task's own settings that override the user's configuration.</summary>
/// <param name="Overrides">The settings as written, hooks left out.</param>
/// <param name="Hooks">Scripts that run before a machine ends; at most 32.</param>
public sealed record TaskConfig(ConfigValue.Map Overrides, ImmutableArray<LifecycleHook> Hooks)
{
    /// <summary>Nothing overridden.</summary>
    public static TaskConfig Empty { get; } = new(new ConfigValue.Map([]), []);

    /// <summary>How the task's container is run: what <c>docker</c> among the settings says.</summary>
    public ContainerOptions Container { get; init; } = new();
}
