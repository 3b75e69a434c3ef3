namespace Haggle.Agent.Containers;

/// <summary>A GPU of the machine, as the engine is told of it.</summary>
/// <param name="Maker">"NVIDIA" or "AMD".</param>
/// <param name="Index">Its number, as the driver counts.</param>
/// <param name="Uuid">The name that stays the same; "" when there is none.</param>
/// <param name="Device">AMD: its device file; "" otherwise.</param>
/// <param name="Model">Its model in the driver's words.</param>
/// <param name="Driver">The driver's version; "" when it is not known.</param>
/// <param name="Capability">Its compute capability; "" when the driver does not say it.</param>
internal sealed record HostGpu(string Maker, int Index, string Uuid, string Device, string Model, string Driver, string Capability);
