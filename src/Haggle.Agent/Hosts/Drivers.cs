using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>What the drivers of this computer's accelerators tell.</summary>
/// <param name="All">The drivers that are installed, working or not.</param>
/// <param name="Gpus">The accelerators, with the programs that use them.</param>
internal sealed record Drivers(GpuDriverMessage[] All, GpuMessage[] Gpus)
{
    /// <summary>Asks them all at once.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="whole">Whether what costs another question (compute capabilities) is wanted too.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<Drivers> AskAsync(TimeProvider time, bool whole, CancellationToken cancellationToken)
    {
        var nvidia = NvidiaDriver.AskAsync(time, whole, cancellationToken);
        var amd = RocmDriver.AskAsync(time, cancellationToken);
        var (first, second) = (await nvidia, await amd);
        return new Drivers([.. first.All, .. second.All], [.. first.Gpus.Concat(second.Gpus).Select(Named)]);
    }

    /// <summary>Nothing is installed.</summary>
    public static Drivers None { get; } = new([], []);

    /// <summary>One that does not work.</summary>
    public static Drivers Broken(string maker, string problem) => new([new GpuDriverMessage { Maker = maker, Problem = problem }], []);

    // Whose a program is, the driver does not say, but the kernel does.
    private static GpuMessage Named(GpuMessage gpu) => gpu.Processes.Length == 0 ? gpu : gpu with
    {
        Processes = [.. gpu.Processes.Select(each => each with { User = HostProcess.UserOf(each.Process), Token = HostProcess.TokenOf(each.Process) })],
    };
}
