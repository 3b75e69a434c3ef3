using System.Globalization;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Reading;

/// <summary>workload: what is trained, in exactly one way.</summary>
internal static class WorkloadSection
{
    private static readonly string[] Leaders = ["model", "flops", "tokens", "steps", "like"];

    public static Workload? Read(Field field)
    {
        if (Section.Open(field, "a map such as {model: resnet-50, dataset: imagenet, epochs: 3}") is not { } section) return null;
        var precision = section.Take("precision")?.OneWordOf("fp32", "tf32", "fp16", "bf16", "fp8", "int8");
        var given = Leaders.Where(section.Given).ToList();
        var workload = given switch
        {
            ["model"] => ReadModel(section),
            ["flops"] => Quantity(section.Take("flops"), "floating-point operations") is { } flops ? new Workload.Compute(flops) : null,
            ["tokens"] => ReadTokens(section),
            ["steps"] => ReadSteps(section),
            ["like"] => ReadLike(section),
            _ => Ambiguous(section, given),
        };
        if (given.Count == 1) section.Close();
        return workload is null ? null : workload with { Precision = precision };
    }

    private static Workload? Ambiguous(Section section, List<string> given)
    {
        var what = given.Count == 0
            ? "says nothing that an estimate could start from"
            : $"says it in {given.Count.ToString(CultureInfo.InvariantCulture)} ways at once: {string.Join(", ", given)}";
        section.Field.Refuse(what, "give one of model, flops, tokens, steps, like");
        return null;
    }

    private static Workload.KnownModel? ReadModel(Section section)
    {
        var model = section.Take("model")?.Word("the name of a model");
        var dataset = section.Take("dataset")?.Word("the name of a data set");
        var samples = Quantity(section.Take("samples"), "samples in one epoch");
        var epochs = section.Take("epochs")?.Number(0, "a number above zero", mayBeLeast: false) ?? 1;
        var batch = section.Take("batch_size")?.Whole(1, int.MaxValue);
        if (dataset is null && !section.Given("samples"))
            section.Field.Refuse("names a model but not how much it sees", "add 'dataset: NAME' or 'samples: NUMBER'");
        return model is null ? null : new Workload.KnownModel(model, dataset, samples, epochs, batch);
    }

    private static Workload.Tokenwise? ReadTokens(Section section)
    {
        var tokens = Quantity(section.Take("tokens"), "tokens");
        var parameters = Quantity(section.Take("parameters"), "parameters");
        var flops = Quantity(section.Take("flops_per_token"), "floating-point operations per token");
        if (section.Given("parameters") == section.Given("flops_per_token"))
            section.Field.Refuse("needs either 'parameters' or 'flops_per_token' beside tokens", "for example parameters: 7B");
        return tokens is { } count ? new Workload.Tokenwise(count, parameters, flops) : null;
    }

    private static Workload.Measured? ReadSteps(Section section)
    {
        var steps = Quantity(section.Take("steps"), "steps");
        var speed = section.Require("steps_per_second", "3.5")?.Number(0, "a number above zero", mayBeLeast: false);
        var on = section.Take("on") is { } machine ? AcceleratorsField.ReadWord(machine) : null;
        return steps is { } count && speed is { } rate ? new Workload.Measured(count, rate, on) : null;
    }

    private static Workload.LikeRun? ReadLike(Section section)
    {
        if (section.Take("like") is not { } field || field.Word("a run such as 'run 42'") is not { } text) return null;
        var run = text.StartsWith("run ", StringComparison.OrdinalIgnoreCase) ? text[4..].Trim() : text.Trim();
        if (run.Length > 0) return new Workload.LikeRun(run);
        field.Refuse("must name a run", "for example like: run 42");
        return null;
    }

    /// <summary>A large number above zero, with K, M, B (10^9), G, T or P behind it where that is easier to read: 7B, 2T, 1.2e21.</summary>
    private static double? Quantity(Field? field, string of)
    {
        if (field?.Raw($"a number of {of} such as 50000, 7B or 1e12") is not { } text) return null;
        text = text.Trim();
        var scale = text.Length == 0 ? 1 : text[^1] switch { 'K' or 'k' => 1e3, 'M' => 1e6, 'B' or 'G' => 1e9, 'T' => 1e12, 'P' => 1e15, _ => 1 };
        if (Scalars.TryNumber(scale > 1 ? text[..^1] : text, out var number) && number > 0 && double.IsFinite(number * scale)) return number * scale;
        field.Refuse($"must be a number of {of} above zero, such as 50000, 7B or 1e12, but it is {field.Quoted}");
        return null;
    }
}
