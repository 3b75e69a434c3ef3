using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Haggle.Core.Market;

/// <summary>
/// Every kind of accelerator that Haggle knows, in one place, and the way from any spelling to it. A spelling that could mean two different cards, or a
/// card with a memory that it does not come with (a slice, a modified card), means none: nothing is guessed.
/// </summary>
public static class AcceleratorTable
{
    // What sources report lies under the label (firmware, error correction) or, in GiB that are called GB, over it.
    private const double LeastOfLabel = 0.88;
    private const double MostOfLabel = 1.08;

    /// <summary>Names that the parts do not explain; left as <see cref="AcceleratorName.Parse"/> reads it, right the canonical model.</summary>
    private static readonly (string Spelling, string Model)[] Aliases =
    [
        ("RTX6000PRO", "RTXPRO6000"), ("RTXPRO6000S", "RTXPRO6000"), ("RTXPRO6000SE", "RTXPRO6000"), ("RTXPRO6000WE", "RTXPRO6000"),
        ("RTXPRO6000WS", "RTXPRO6000"), ("RTXPRO6000CC", "RTXPRO6000"), ("RTXPRO6000BLACKWELL", "RTXPRO6000"), ("RTXPROSERVER6000", "RTXPRO6000"), ("RTX6000ADAGENERATION", "RTX6000ADA"), ("3080TI", "RTX3080TI"), ("T416", "T4"),
        ("TPUV5LITEPOD", "TPUV5E"), ("TPUV5LITE", "TPUV5E"), ("TPUV6ETRILLIUM", "TPUV6E"), ("TPUV7X", "TPUV7"), ("TPUV7IRONWOOD", "TPUV7"),
        ("V520PRO", "V520"), ("GAUDIHL205", "GAUDI"), ("TRAINIUM1", "TRAINIUM"), ("INFERENTIA1", "INFERENTIA"),
    ];

    // A plain array: the assembly of immutable ones is loaded by whoever wants them all, not by every question about an offer.
    private static readonly AcceleratorModel[] Models = Read();

    /// <summary>Every model, by maker and age.</summary>
    public static ImmutableArray<AcceleratorModel> All => ImmutableCollectionsMarshal.AsImmutableArray(Models);

    /// <summary>The model of exactly this canonical name, whatever its case; null when there is none.</summary>
    public static AcceleratorModel? Find(string name)
    {
        foreach (var model in Models)
            if (string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase)) return model;
        return null;
    }

    /// <summary>The model that a source means.</summary>
    /// <param name="spelling">The name as the source writes it.</param>
    /// <param name="memoryGb">The memory of one accelerator, in GB or GiB, when the source says it elsewhere; 0 when it does not. The name's own word goes first.</param>
    /// <param name="why">Why nothing is answered, for people; "" otherwise.</param>
    public static AcceleratorModel? Resolve(string spelling, double memoryGb, out string why)
    {
        var parts = AcceleratorName.Parse(spelling);
        var memory = parts.MemoryGb > 0 ? parts.MemoryGb : memoryGb;
        var name = Unalias(parts.Model);
        var known = false;
        AcceleratorModel? best = null;
        var isTie = false;
        foreach (var model in Models)
        {
            if (model.Parts.Model != name) continue;
            known = true;
            if (memory > 0 && !IsMemory(model, memory)) continue;
            if (parts.Form.Length > 0 && model.Parts.Form.Length > 0 && model.Parts.Form != parts.Form) continue;
            var closer = best is null ? 1 : Rank(model, parts.Form) - Rank(best, parts.Form);
            if (closer == 0) isTie = true;
            if (closer > 0) (best, isTie) = (model, false);
        }

        why = !known ? $"no accelerator '{spelling}' is known"
            : best is null ? string.Create(CultureInfo.InvariantCulture, $"'{spelling}' with {memory:0.#} GB is no card as it is sold")
            : isTie ? $"'{spelling}' comes with different memories and the source does not say which"
            : "";
        return why.Length == 0 ? best : null;
    }

    /// <summary>Whether memory as a source reports it is that of a model.</summary>
    public static bool IsMemory(AcceleratorModel model, double memoryGb)
    {
        ArgumentNullException.ThrowIfNull(model);
        return memoryGb >= model.MemoryGb.Value * LeastOfLabel && memoryGb <= model.MemoryGb.Value * MostOfLabel;
    }

    /// <summary>The maker of a model as <see cref="AcceleratorName.Parse"/> reads it; null when the model is not known.</summary>
    public static string? MakerOf(string model)
    {
        var name = Unalias(model);
        foreach (var known in Models)
            if (known.Parts.Model == name) return known.Maker;
        return null;
    }

    // The form that was named goes before the usual one (no form in the canonical name), and that before any other.
    private static int Rank(AcceleratorModel model, string form) => model.Parts.Form == form ? 2 : model.Parts.Form.Length == 0 ? 1 : 0;

    private static string Unalias(string model)
    {
        foreach (var (spelling, meant) in Aliases)
            if (spelling == model) return meant;
        return model;
    }

    private static AcceleratorModel[] Read()
    {
        var lines = AcceleratorRows.Text.Split('\n');
        var models = new AcceleratorModel[lines.Length];
        for (var i = 0; i < models.Length; i++) models[i] = ReadRow(lines[i]);
        return models;
    }

    private static AcceleratorModel ReadRow(string line)
    {
        var cells = line.Split('|');
        Figure? memory = null, fp32 = null, tensor = null, tf32 = null, fp8 = null, bandwidth = null, tdp = null;
        foreach (var word in cells[5].Split(' '))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var figure = new Figure(double.Parse(word.AsSpan(equals + 1, word.Length - equals - 2), CultureInfo.InvariantCulture), SourceOf(word[^1]));
            switch (word[..equals])
            {
                case "gb": memory = figure; break;
                case "fp32": fp32 = figure; break;
                case "tensor": tensor = figure; break;
                case "tf32": tf32 = figure; break;
                case "fp8": fp8 = figure; break;
                case "bw": bandwidth = figure; break;
                case "tdp": tdp = figure; break;
                default: throw new FormatException($"{cells[0]}: no figure is called {word}");
            }
        }

        return new AcceleratorModel
        {
            Name = cells[0],
            Maker = cells[1],
            Architecture = cells[2],
            ComputeCapability = cells[3],
            Released = new DateOnly(Digits(cells[4], 0, 4), Digits(cells[4], 5, 2), Digits(cells[4], 8, 2)),
            MemoryGb = memory ?? throw new FormatException($"{cells[0]} has no memory"),
            Fp32 = fp32,
            Tensor16 = tensor,
            Tf32 = tf32,
            Fp8 = fp8,
            Bandwidth = bandwidth,
            Tdp = tdp,
            Parts = AcceleratorName.Parse(cells[0]),
        };
    }

    // By hand: the library's dates bring up its calendars and cultures first.
    private static int Digits(string text, int from, int length) => int.Parse(text.AsSpan(from, length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static FigureSource SourceOf(char letter) => letter switch
    {
        'a' => FigureSource.Aws,
        'v' => FigureSource.Vendor,
        'e' => FigureSource.Epoch,
        't' => FigureSource.RightNow,
        'd' => FigureSource.Derived,
        _ => throw new FormatException($"no source has the letter {letter}"),
    };
}
