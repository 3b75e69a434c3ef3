using System.Globalization;

namespace Haggle.Core.Market;

/// <summary>
/// What an accelerator's name says: the model, and perhaps the memory and the form. Every source spells it its own way ("A100_SXM_80GB", "NVIDIA A100 (80 GB)",
/// "a100-80gb"); this is the one place where spellings meet.
/// </summary>
/// <param name="Model">The model without maker, memory and form, upper case ("A100", "RTX4090"); "" when the name is empty.</param>
/// <param name="MemoryGb">The memory on the label; 0 when the name does not say.</param>
/// <param name="Form">"SXM", "PCIE", "NVL" or "MEGA"; "" when the name does not say.</param>
public readonly record struct AcceleratorName(string Model, int MemoryGb, string Form)
{
    private static readonly HashSet<string> Noise = new(StringComparer.Ordinal)
    {
        "NVIDIA", "TESLA", "GEFORCE", "QUADRO", "AMD", "INSTINCT", "RADEON", "INTEL", "HABANA", "GENERATION", "EDITION", "GPU", "HBM2", "HBM2E", "HBM3", "HBM3E",
        "HGX", "NVLINK", "HIGH", "FREQ.",
    };

    /// <summary>Reads a name in any spelling.</summary>
    public static AcceleratorName Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var memory = 0;
        var form = "";
        var model = "";
        var words = Words(name);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var spaced = i + 1 < words.Length && words[i + 1] is "GB" or "GIB" && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out memory);
            if (spaced) i++;
            else if (MemoryOf(word) is { } labelled) memory = labelled;
            else if (word.StartsWith("SXM", StringComparison.Ordinal)) form = "SXM";
            else if (word is "PCIE" or "NVL" or "MEGA") form = word;
            else if (!Noise.Contains(word)) model += word;
        }

        // "RTX A6000" and "A6000" are one card; "RTX 6000" and "RTX 6000 Ada" are two others.
        if (model.StartsWith("RTXA", StringComparison.Ordinal) && model.Length > 4 && char.IsAsciiDigit(model[4])) model = model[3..];
        return new AcceleratorName(model, memory, form);
    }

    /// <summary>
    /// Whether this, as an offer's name, is what a wish of the other name means: the same model, and whatever else the wish names. A wish for "A100" takes an
    /// A100-80GB; a wish for "A100-80GB" does not take an A100 of which nothing else is known.
    /// </summary>
    /// <param name="wish">The name that was asked for.</param>
    /// <param name="memory">The memory of the offer's accelerators, in case its name does not say; zero when unknown.</param>
    public bool Satisfies(AcceleratorName wish, Units.Gib memory) =>
        Model == wish.Model
        && (wish.Form.Length == 0 || Form.Length == 0 || Form == wish.Form)
        && (wish.MemoryGb == 0 || MemoryGb >= wish.MemoryGb || AcceleratorMemory.IsEnough(memory, Units.Gib.FromGib(wish.MemoryGb)));

    /// <summary>The maker ("NVIDIA", "AMD", "Google", "AWS", "Intel"), by the table or the way they name their models; "" for no accelerator.</summary>
    public string Maker => Model switch
    {
        "" => "",
        _ when AcceleratorTable.MakerOf(Model) is { } maker => maker,
        _ when Model.StartsWith("TPU", StringComparison.Ordinal) => "Google",
        _ when Model.StartsWith("MI", StringComparison.Ordinal) => "AMD",
        _ => "NVIDIA",
    };

    // By hand: to split at so many separators the library builds a map for each of a hundred and fifty names.
    private static string[] Words(string name)
    {
        var folded = string.Create(name.Length, name, static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = from[i] is '-' or '_' or '(' or ')' or '/' or ',' ? ' ' : char.ToUpperInvariant(from[i]);
        });
        return folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int? MemoryOf(string word)
    {
        var digits = word.EndsWith("GB", StringComparison.Ordinal) ? word.AsSpan(0, word.Length - 2)
            : word.EndsWith("GIB", StringComparison.Ordinal) ? word.AsSpan(0, word.Length - 3)
            : word.EndsWith('G') ? word.AsSpan(0, word.Length - 1) : [];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var memory) ? memory : null;
    }
}
