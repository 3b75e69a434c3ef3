using System.Globalization;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>An accelerator that was asked for, perhaps with how many: "H100:8".</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Name">The parts of its name.</param>
/// <param name="Count">How many a machine must have; 0 for any number.</param>
public sealed record AcceleratorWish(string Text, AcceleratorName Name, double Count)
{
    /// <summary>Reads "A100", "A100-80GB:4" or "rtx 4090:2".</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="problem">What is wrong with it, for people; "" when nothing is.</param>
    public static AcceleratorWish? Parse(string text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = "";
        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var count = 0.0;
        if (colon >= 0 && (!double.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count) || !(count > 0)))
            problem = $"'{text[(colon + 1)..]}' is no number of accelerators";
        else if (AcceleratorTable.MakerOf(AcceleratorName.Parse(name).Model) is null) problem = $"no accelerator '{name}' is known";
        return problem.Length > 0 ? null : new AcceleratorWish(text, AcceleratorTable.Find(name)?.Parts ?? Canonical(name), count);
    }

    /// <summary>Whether a canonical name is one of those that are meant.</summary>
    public bool Means(AcceleratorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Parts.Model == Name.Model
            && (Name.Form.Length == 0 || model.Parts.Form == Name.Form || (model.Parts.Form.Length == 0 && Name.Form is "SXM" or "MEGA"))
            && (Name.MemoryGb == 0 || AcceleratorTable.IsMemory(model, Name.MemoryGb));
    }

    private static AcceleratorName Canonical(string name)
    {
        var parts = AcceleratorName.Parse(name);
        return AcceleratorTable.Resolve(name, 0, out _) is { } model ? parts with { Model = model.Parts.Model } : parts;
    }
}
