using Haggle.Agent.Files;
using Haggle.Agent.Programs;
using Haggle.Agent.Views;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Containers;

/// <summary>Gathers what a container's command line is made of, and makes the folders that it is to see.</summary>
internal sealed class ContainerPlanning(MachineFolder folder, string token, TimeProvider time)
{
    private const string RootHome = "/root";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Plans.</summary>
    /// <exception cref="TaskFault">Something cannot be had; the message says what.</exception>
    public async Task<ContainerPlan> PlanAsync(OrderMessage order, ContainerEngine engine, string image, IReadOnlyList<HostGpu> gpus, CancellationToken cancellationToken)
    {
        var wish = order.Container ?? throw new InvalidOperationException("the order has no container");
        var owner = Native.UserAndGroup();
        var isRoot = wish.Root || owner.User == 0 || engine is { Rootless: true, IsPodman: false };
        var home = order.Environment.GetValueOrDefault("HOME") ?? (isRoot ? RootHome : folder.ContainerHome);
        return new ContainerPlan
        {
            Engine = engine,
            Image = image,
            Token = token,
            Home = folder.Home,
            Work = folder.Work,
            Wish = wish,
            Bounds = Bounds.Read(),
            Mounts = Mounts(order, home),
            Gpu = [.. GpuWords.Of(gpus, engine, GpuWords.FindToolkit(), GpuWords.FindCdi())],
            Owner = owner,
            DeviceGroups = isRoot || gpus.Count == 0 || gpus[0].Maker != "AMD" ? [] : await GroupsAsync(["/dev/kfd", .. gpus.Select(gpu => gpu.Device)], cancellationToken),
            UserHome = home,
            Labels = File.Exists("/sys/fs/selinux/enforce"),
        };
    }

    private List<Mount> Mounts(OrderMessage order, string userHome)
    {
        Directory.CreateDirectory(folder.Work);
        Directory.CreateDirectory(folder.Shared, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(folder.ContainerHome);
        foreach (var file in (string[])[folder.TaskLog, folder.Progress])
            new FileStream(file, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        List<Mount> mounts = [Same(folder.Work), Same(folder.Shared), Same(folder.ContainerHome), Same(folder.TaskLog), Same(folder.Progress)];
        if (order.CheckpointPath.Length > 0 && folder.CheckpointFolder(order.CheckpointPath) is var checkpoints && !checkpoints.StartsWith(folder.Work + "/", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(checkpoints);
            mounts.Add(Same(checkpoints));
        }

        foreach (var named in order.Mounts)
        {
            if (MountPlace.WhyNot(named) is { } why) throw new TaskFault($"file_mounts: {named} {why}");
            mounts.Add(new Mount(folder.Mounted(MountPlace.Stored(named)), MountView.Place(named, userHome)));
        }

        return mounts;
    }

    // The numbers: the image need not know the machine's names for them.
    private async Task<string[]> GroupsAsync(IEnumerable<string> devices, CancellationToken cancellationToken)
    {
        var answer = await EngineCall.RunAsync("stat", ["--format", "%g", .. devices.Distinct()], Patience, time, cancellationToken);
        return answer is { Code: 0 } ? [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()] : [];
    }

    private static Mount Same(string path) => new(path, path);
}
