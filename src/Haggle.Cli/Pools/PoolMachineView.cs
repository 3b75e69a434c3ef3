using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Wire.Hosts;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Pools;

/// <summary>All about one machine of the pool.</summary>
internal static class PoolMachineView
{
    public static void Write(Page page, PoolMachineMessage machine)
    {
        page.Line(new Inked(machine.Name, Ink.Strong), machine.Draining ? new Inked("  drained: nothing new begins there", Ink.Careful) : "");
        page.Labelled("Way", Way(machine));
        foreach (var key in machine.Fingerprints) page.Labelled("Host key", key);
        var from = machine.PriceFrom.Length > 0 ? $" ({machine.PriceFrom})" : "";
        page.Labelled("Price", (machine.PriceNanoUsdPerHour == 0 ? "free of charge" : MoneyText.Rate(machine.PriceNanoUsdPerHour)) + from);
        if (machine.Problem.Length > 0) page.Labelled("Problem", machine.Problem, Ink.Bad);
        if (machine.Facts is not { } facts) return;
        page.Labelled("System", $"{facts.System}, {facts.Architecture}, kernel {facts.Kernel}");
        page.Labelled("CPUs", facts.Load is { } load ? string.Create(CultureInfo.InvariantCulture, $"{facts.Vcpus}, load {load:0.0}") : facts.Vcpus.ToString(CultureInfo.InvariantCulture));
        page.Labelled("Memory", $"{Gib(facts.MemoryFreeMib)} GiB free of {Gib(facts.MemoryMib)}");
        page.Labelled("Disk", $"{Gib(facts.DiskFreeMib)} GiB free of {Gib(facts.DiskMib)}");
        foreach (var driver in facts.Drivers) page.Labelled("Driver", Driver(driver), driver.Problem.Length > 0 ? Ink.Bad : Ink.Plain);
        if (facts.Drivers.Length == 0) page.Labelled("Driver", "none for accelerators (neither nvidia-smi nor rocm-smi is there)");
        foreach (var engine in facts.Engines) page.Labelled("Containers", Engine(engine), engine.Problem.Length > 0 ? Ink.Careful : Ink.Plain);
        if (facts.Engines.Length == 0) page.Labelled("Containers", "neither docker nor podman is there");
        Cards(page, facts);
        Others(page, facts);
    }

    public static string Short(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("NVIDIA" or "AMD" or "GeForce" or "Tesla" or "Instinct"));
        return string.Join(' ', words);
    }

    public static string Degrees(GpuMessage gpu) => gpu.TemperatureCelsius is { } degrees ? string.Create(CultureInfo.InvariantCulture, $"{degrees:0} C") : "";

    public static string Busy(GpuMessage gpu) => gpu.UtilisationPercent is { } percent ? MoneyText.Percent(percent / 100) : "";

    public static string Memory(long? usedMib, long totalMib) => totalMib == 0 ? "" : usedMib is { } used ? $"{Gib(used)}/{Gib(totalMib)} GiB" : $"{Gib(totalMib)} GiB";

    private static void Cards(Page page, HostFactsMessage facts)
    {
        if (facts.Gpus.Length == 0) return;
        page.Blank();
        var table = new TextTable(
            new Column("CARD"), new Column("CUDA", Leaves: 3, Optional: true), new Column("TEMP", Right: true), new Column("BUSY", Right: true), new Column("POWER", Right: true, Leaves: 2),
            new Column("MEMORY", Right: true), new Column("USED BY", Folds: true));
        foreach (var gpu in facts.Gpus)
        {
            var users = CardUse.Users(facts, gpu);
            table.Row(
                string.Create(CultureInfo.InvariantCulture, $"{gpu.Index} {Short(gpu.Name)}"), gpu.Capability, Degrees(gpu), Busy(gpu),
                gpu.PowerWatts is { } watts ? string.Create(CultureInfo.InvariantCulture, $"{watts:0} W") : "", Memory(gpu.UsedMib, gpu.MemoryMib),
                users.Length > 0 ? new Inked(users, gpu.Problem.Length > 0 ? Ink.Bad : Ink.Plain) : new Inked("free", Ink.Good));
        }

        page.Table(table);
    }

    // Allotments without cards would not show otherwise.
    private static void Others(Page page, HostFactsMessage facts)
    {
        foreach (var allotment in facts.Allotments.Where(each => each.Gpus.Length == 0))
        {
            var cpus = allotment.Vcpus > 0 ? string.Create(CultureInfo.InvariantCulture, $"{allotment.Vcpus:0.##} CPUs") : "";
            var memory = allotment.MemoryMib > 0 ? $"{Gib(allotment.MemoryMib)} GiB" : "";
            page.Labelled("Used by", $"{CardUse.Run(allotment)} ({allotment.User}): {string.Join(", ", new[] { cpus, memory }.Where(each => each.Length > 0).DefaultIfEmpty("what is left over"))}");
        }
    }

    private static string Way(PoolMachineMessage machine)
    {
        var user = machine.User.Length > 0 ? machine.User + "@" : "";
        var port = machine.Port is { } number ? string.Create(CultureInfo.InvariantCulture, $", port {number}") : "";
        var jump = machine.Jump.Length > 0 ? $", through {machine.Jump}" : "";
        return $"ssh {user}{machine.Host}{port}{jump}{(machine.Identity.Length > 0 ? $", key {machine.Identity}" : "")}";
    }

    private static string Driver(GpuDriverMessage driver) => driver.Problem.Length > 0
        ? $"{driver.Maker}: {driver.Problem}"
        : $"{driver.Maker} {driver.Version}{(driver.CudaMax.Length > 0 ? $", for CUDA up to {driver.CudaMax}" : "")}";

    private static string Engine(ContainerEngineMessage engine) => engine.Problem.Length > 0
        ? $"{engine.Name}: {engine.Problem}"
        : $"{engine.Name} {engine.Version}{(engine.Rootless ? ", without root" : "")}{(engine.Nvidia.Length > 0 ? $", NVIDIA cards through {(engine.Nvidia == "cdi" ? "CDI" : "the NVIDIA toolkit")}" : "")}";

    private static string Gib(long mib) => (mib / 1024.0).ToString(mib < 10 * 1024 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
