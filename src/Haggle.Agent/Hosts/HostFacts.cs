using Haggle.Agent.Allotments;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>Looks at this computer: what there is, what is free, who uses it.</summary>
internal static class HostFacts
{
    private const long Mib = 1024 * 1024;

    public static async Task<HostFactsMessage> ReadAsync(string agent, AllotmentBook book, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = Drivers.AskAsync(time, whole: true, cancellationToken);
        var engines = ContainerEngines.AskAsync(time, cancellationToken);
        var drivers = await asked;
        var notes = new List<string>(drivers.All.Where(each => each.Problem.Length > 0).Select(each => $"{each.Maker}: {each.Problem}"));
        var (total, free) = HostMemory.Read();
        var (disk, diskFree) = Disk();
        return new HostFactsMessage
        {
            Agent = agent,
            Host = Environment.MachineName,
            Architecture = HostName.Architecture(),
            System = HostName.OperatingSystemWords(),
            Kernel = HostName.Kernel(),
            Boot = HostName.Boot(),
            At = time.GetUtcNow(),
            User = Environment.UserName,
            Vcpus = HostMemory.Vcpus(),
            Load = HostMemory.Load(),
            MemoryMib = total,
            MemoryFreeMib = free,
            DiskMib = disk,
            DiskFreeMib = diskFree,
            Drivers = drivers.All,
            Gpus = drivers.Gpus,
            AllotmentPlace = book.Folder,
            Allotments = await AllotmentsAsync(book, drivers, notes, cancellationToken),
            Engines = await engines,
            Notes = [.. notes],
        };
    }

    // A folder that cannot be used must not hide what else there is to see.
    private static async Task<AllotmentMessage[]> AllotmentsAsync(AllotmentBook book, Drivers drivers, List<string> notes, CancellationToken cancellationToken)
    {
        try
        {
            return (await book.ListAsync(drivers.Gpus, cancellationToken)).All;
        }
        catch (AllotmentFault fault)
        {
            notes.Add(fault.Message);
            return [];
        }
    }

    private static (long TotalMib, long FreeMib) Disk()
    {
        try
        {
            var drive = new DriveInfo(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/");
            return (drive.TotalSize / Mib, drive.AvailableFreeSpace / Mib);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }
}
