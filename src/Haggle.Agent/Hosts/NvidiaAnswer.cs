using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>
/// Reads what <c>nvidia-smi -q -x</c> prints. The format grew from driver to driver: what a version does not tell is left empty, and what a card does
/// not know ("N/A", "[N/A]", "[Not Supported]", "Insufficient Permissions") likewise.
/// </summary>
internal static class NvidiaAnswer
{
    private const string Maker = "NVIDIA";

    /// <summary>Reads it.</summary>
    /// <param name="xml">The answer to <c>-q -x</c>.</param>
    /// <param name="list">The answer to <c>-L</c>, which alone tells the names of parts (MIG); "" when it was not asked.</param>
    /// <param name="capabilities">Lines of "uuid, compute capability"; "" for a driver that does not know them.</param>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static Drivers Read(string xml, string list, string capabilities)
    {
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var log = XElement.Load(reader);
        var driver = new GpuDriverMessage { Maker = Maker, Version = Word(log, "driver_version"), CudaMax = Word(log, "cuda_version") };
        var known = capabilities.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(fields => fields.Length == 2 && !IsUnknown(fields[1]))
            .DistinctBy(fields => fields[0]).ToDictionary(fields => fields[0], fields => fields[1], StringComparer.Ordinal);
        var parts = MigNames.Read(list);
        var gpus = log.Elements("gpu").SelectMany((gpu, index) => Gpus(gpu, index, known, parts));
        return new Drivers([driver], [.. gpus]);
    }

    private static IEnumerable<GpuMessage> Gpus(XElement gpu, int index, Dictionary<string, string> capabilities, ILookup<int, MigName> parts)
    {
        var uuid = Word(gpu, "uuid");
        var card = new GpuMessage
        {
            Index = index,
            Uuid = uuid,
            Id = uuid.Length > 0 ? uuid : string.Create(CultureInfo.InvariantCulture, $"{Maker}-{index}"),
            Name = Word(gpu, "product_name") is { Length: > 0 } name ? name : "unknown",
            Maker = Maker,
            Bus = gpu.Attribute("id")?.Value ?? "",
            Capability = capabilities.GetValueOrDefault(uuid, ""),
            MemoryMib = (long)(Number(gpu, "fb_memory_usage", "total") ?? 0),
            UsedMib = (long?)Number(gpu, "fb_memory_usage", "used"),
            UtilisationPercent = Number(gpu, "utilization", "gpu_util"),
            TemperatureCelsius = Number(gpu, "temperature", "gpu_temp"),
            PowerWatts = Number(gpu, "gpu_power_readings", "instant_power_draw") ?? Number(gpu, "gpu_power_readings", "power_draw") ?? Number(gpu, "power_readings", "power_draw"),
            Processes = [.. Processes(gpu).Select(each => each.Process)],
            Problem = Word(gpu, "compute_mode") == "Prohibited" ? "its compute mode is Prohibited (nvidia-smi -c 0 changes that)" : "",
        };
        if (!Word(gpu, "mig_mode", "current_mig").StartsWith("Enabled", StringComparison.Ordinal)) return [card];
        var made = gpu.Element("mig_devices")?.Elements("mig_device").ToArray() ?? [];
        return made.Length == 0 ? [card with { Problem = "it is to be divided (MIG), but no part of it has been made" }] : made.Select(part => Part(card, gpu, part, parts[index]));
    }

    private static GpuMessage Part(GpuMessage card, XElement gpu, XElement part, IEnumerable<MigName> names)
    {
        var number = (int)(Number(part, "index") ?? 0);
        var name = names.FirstOrDefault(each => each.Device == number);
        var (instance, compute) = (Word(part, "gpu_instance_id"), Word(part, "compute_instance_id"));
        return card with
        {
            Uuid = name?.Uuid ?? "",
            Id = name?.Uuid ?? string.Create(CultureInfo.InvariantCulture, $"{card.Id}/{instance}/{compute}"),
            Name = name is null ? card.Name + " MIG" : $"{card.Name} MIG {name.Profile}",
            MigProfile = name?.Profile ?? "",
            MemoryMib = (long)(Number(part, "fb_memory_usage", "total") ?? 0),
            UsedMib = (long?)Number(part, "fb_memory_usage", "used"),
            // The driver tells this of whole cards only.
            UtilisationPercent = null,
            Processes = [.. Processes(gpu).Where(each => each.Instance == instance && each.Compute == compute).Select(each => each.Process)],
            // A part without its name cannot be given to a program.
            Problem = name is null ? "nvidia-smi -L does not name this part" : card.Problem,
        };
    }

    // A screen's programs ("G") are no training; everything else that is on a card uses it.
    private static IEnumerable<(string Instance, string Compute, GpuProcessMessage Process)> Processes(XElement gpu) =>
        from each in gpu.Element("processes")?.Elements("process_info") ?? []
        where Word(each, "type") != "G" && Number(each, "pid") is > 0
        select (Word(each, "gpu_instance_id"), Word(each, "compute_instance_id"), new GpuProcessMessage
        {
            Process = (int)Number(each, "pid")!,
            Name = Path.GetFileName(Word(each, "process_name").Split(' ')[0]),
            UsedMib = (long?)Number(each, "used_memory"),
        });

    private static string Word(XElement from, params ReadOnlySpan<string> path)
    {
        XElement? at = from;
        foreach (var name in path) at = at?.Element(name);
        var word = at?.Value.Trim() ?? "";
        return IsUnknown(word) ? "" : word;
    }

    // "40960 MiB", "31 C", "55.62 W", "0 %".
    private static double? Number(XElement from, params ReadOnlySpan<string> path) =>
        double.TryParse(Word(from, path).Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsUnknown(string word) =>
        word.Length == 0 || word.Contains("N/A", StringComparison.Ordinal) || word.Contains("Not Supported", StringComparison.Ordinal)
        || word.Contains("Unknown Error", StringComparison.Ordinal) || word.Contains("Insufficient Permissions", StringComparison.Ordinal);
}
