using System.Globalization;
using System.Text.Json;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>Reads what <c>rocm-smi --json</c> prints. Its keys are sentences, and their spelling changed between versions.</summary>
internal static class RocmAnswer
{
    public const string Maker = "AMD";

    private const double Mib = 1024 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="uses">Which programs use which card, by the card's unique number, from the kernel; the answer does not tell it.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Drivers Read(string json, ILookup<string, GpuProcessMessage> uses)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");
        var names = new Dictionary<int, string>();
        var version = "";
        var gpus = new List<GpuMessage>();
        foreach (var part in document.RootElement.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Object))
        {
            var words = part.Value.EnumerateObject().DistinctBy(each => each.Name.ToUpperInvariant())
                .ToDictionary(each => each.Name, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            if (part.Name == "system")
            {
                version = words.GetValueOrDefault("Driver version", "");
                foreach (var (key, value) in words.Where(each => each.Key.StartsWith("PID", StringComparison.Ordinal)))
                    if (int.TryParse(key.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var process)) names[process] = value.Split(',')[0].Trim();
            }
            else if (part.Name.StartsWith("card", StringComparison.Ordinal) && int.TryParse(part.Name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                gpus.Add(Gpu(index, words, uses));
            }
        }

        return new Drivers([new GpuDriverMessage { Maker = Maker, Version = version }], [.. gpus.OrderBy(gpu => gpu.Index).Select(gpu => gpu with { Processes = [.. gpu.Processes.Select(Called)] })]);

        GpuProcessMessage Called(GpuProcessMessage process) => process with { Name = names.GetValueOrDefault(process.Process, process.Name) };
    }

    private static GpuMessage Gpu(int index, Dictionary<string, string> words, ILookup<string, GpuProcessMessage> uses)
    {
        var unique = Word(words, "Unique ID").Replace("0x", "", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
        return new GpuMessage
        {
            Index = index,
            Uuid = unique.Length > 0 ? "GPU-" + unique : "",
            Id = unique.Length > 0 ? "GPU-" + unique : string.Create(CultureInfo.InvariantCulture, $"{Maker}-{index}"),
            Name = FirstWord(words, "Card Series", "Card Model", "Device Name") is { Length: > 0 } name ? name : "unknown",
            Maker = Maker,
            Bus = Word(words, "PCI Bus"),
            Capability = Word(words, "GFX Version"),
            MemoryMib = (long)((Number(words, "VRAM Total Memory (B)") ?? 0) / Mib),
            UsedMib = (long?)(Number(words, "VRAM Total Used Memory (B)") / Mib),
            UtilisationPercent = Number(words, "GPU use (%)"),
            TemperatureCelsius = Number(words, "Temperature (Sensor edge) (C)") ?? Number(words, "Temperature (Sensor junction) (C)"),
            PowerWatts = Number(words, "Average Graphics Package Power (W)") ?? Number(words, "Current Socket Graphics Package Power (W)"),
            Processes = [.. uses[unique]],
        };
    }

    private static string FirstWord(Dictionary<string, string> words, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Word(words, key) is { Length: > 0 } word && !word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return word;
        return "";
    }

    private static string Word(Dictionary<string, string> words, string key) =>
        words.GetValueOrDefault(key, "") is var word && (word.Contains("N/A", StringComparison.OrdinalIgnoreCase) || word == "None") ? "" : word.Trim();

    private static double? Number(Dictionary<string, string> words, string key) =>
        double.TryParse(Word(words, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
