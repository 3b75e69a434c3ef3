using System.Globalization;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;
using Haggle.Core.Tasks;

namespace Haggle.Core.Economics.Training;

/// <summary>Turns a task's workload into numbers, or says what is missing and what would do.</summary>
public sealed class WorkReading
{
    // Training takes six operations for each parameter and token: two forward, four backward (Kaplan et al., 2020, section 2.1).
    private const double FlopsPerParameter = 6;
    private const string DefaultKind = "transformer";

    private WorkReading(TrainingWork? work, string problem, string advice)
    {
        Work = work;
        Problem = problem;
        Advice = advice;
    }

    /// <summary>The work; null when it cannot be told.</summary>
    public TrainingWork? Work { get; }

    /// <summary>What is wrong, as the rest of a sentence that begins with where; "" when nothing is.</summary>
    public string Problem { get; }

    /// <summary>What would do; "" when nothing is wrong.</summary>
    public string Advice { get; }

    /// <summary>Reads a workload.</summary>
    /// <param name="workload">What the task file says.</param>
    /// <param name="knowledge">Models and data sets by name.</param>
    /// <param name="asked">The accelerators that the task asks for, for a speed that was "measured" without saying on what; null when it asks for none.</param>
    /// <param name="earlier">The speed of an earlier run, for a workload that is like one; null when there is none.</param>
    public static WorkReading Of(Workload workload, SpeedKnowledge knowledge, AcceleratorRequest.Named? asked, SpeedMeasurement? earlier)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(knowledge);
        var reading = workload switch
        {
            Workload.KnownModel known => OfModel(known, knowledge),
            Workload.Compute compute => Good(new TrainingWork
            {
                Amount = compute.Flops,
                Unit = "FLOP",
                Kind = DefaultKind,
                FlopsPerUnit = 1,
                Told = $"{Count(compute.Flops)} floating-point operations",
                Assumed = ["the arithmetic is a transformer's: the task file names only its operations"],
            }),
            Workload.Tokenwise tokens => OfTokens(tokens),
            Workload.Measured measured => OfMeasured(measured, asked),
            Workload.LikeRun like => OfRun(like, earlier),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (reading.Work is not { } work) return reading;
        var isSingle = workload.Precision is "fp32" or "tf32";
        var assumed = workload.Precision is null && work.Measurements.IsEmpty ? work.Assumed.Add("numbers of 16 bits (mixed precision): the task file does not name a precision") : work.Assumed;
        return Good(work with { Format = isSingle ? NumberFormat.Single : NumberFormat.Half, Assumed = assumed });
    }

    private static WorkReading OfModel(Workload.KnownModel known, SpeedKnowledge knowledge)
    {
        if (knowledge.Model(known.Model) is not { } model)
            return Bad($"knows no model '{known.Model}'", Near(known.Model, knowledge.Models.Select(each => each.Name)) + "say {tokens: N, parameters: N}, {flops: N} or {steps: N, steps_per_second: N, on: GPU} instead");
        var dataset = known.Dataset is { } name ? knowledge.Dataset(name) : null;
        if (known.Samples is null && dataset is null)
            return Bad($"knows no data set '{known.Dataset}'", Near(known.Dataset ?? "", knowledge.Datasets.Select(each => each.Name)) + $"say samples: NUMBER, the {model.Unit}s in one epoch");
        if (known.Samples is null && dataset!.Unit != model.Unit)
            return Bad($"counts {model.Name} in {model.Unit}s and {dataset.Name} in {dataset.Unit}s", $"say samples: NUMBER, the {model.Unit}s in one epoch");
        var each = known.Samples ?? dataset!.Count;
        var amount = each * known.Epochs;
        var epochs = known.Epochs.ToString("0.##", CultureInfo.InvariantCulture) + (known.Epochs is 1 ? " epoch" : " epochs");
        return Good(new TrainingWork
        {
            Amount = amount,
            Unit = model.Unit,
            MeasuredAs = model.MeasuredAs,
            Kind = model.Kind,
            FlopsPerUnit = model.FlopsPerUnit,
            Parameters = model.Parameters,
            DataGb = dataset?.Gb,
            Told = $"{model.Name}, {epochs} of {known.Dataset ?? Count(each) + " " + model.Unit + "s"}: {Count(amount)} {model.Unit}s",
        });
    }

    private static WorkReading OfTokens(Workload.Tokenwise tokens) => Good(new TrainingWork
    {
        Amount = tokens.Tokens,
        Unit = "token",
        Kind = DefaultKind,
        FlopsPerUnit = tokens.FlopsPerToken ?? (tokens.Parameters * FlopsPerParameter),
        Parameters = tokens.Parameters,
        Told = $"{Count(tokens.Tokens)} tokens through " + (tokens.Parameters is { } size ? $"a model of {Count(size)} parameters" : $"{Count(tokens.FlopsPerToken ?? 0)} operations each"),
    });

    private static WorkReading OfMeasured(Workload.Measured measured, AcceleratorRequest.Named? asked)
    {
        if ((measured.On ?? asked) is not AcceleratorRequest.Named on)
            return Bad("does not say what its steps_per_second were measured on", "add on: GPU, for example on: A100");
        var why = "";

        // A name that is one of the table's means that card, also where the same chip comes with more memory.
        if ((AcceleratorTable.Find(on.Name) ?? AcceleratorTable.Resolve(on.Name, 0, out why)) is not { } card) return Bad($"says a speed measured on '{on.Name}', but {why}", "haggle gpus lists the names");
        var speed = new SpeedMeasurement { Card = card.Name, Count = on.Count, UnitsPerSecond = measured.StepsPerSecond, Source = "the task file" };
        return Good(new TrainingWork { Amount = measured.Steps, Unit = "step", Measurements = [speed], Told = $"{Count(measured.Steps)} steps, {measured.StepsPerSecond.ToString("0.###", CultureInfo.InvariantCulture)} a second on {on.Count.ToString("0.##", CultureInfo.InvariantCulture)} {card.Name}" });
    }

    private static WorkReading OfRun(Workload.LikeRun like, SpeedMeasurement? earlier) => earlier is null
        ? Bad($"is like run {like.Run}, of which no speed is known", "name a run that finished on a machine with a known accelerator")
        : Good(new TrainingWork { Amount = 1, Unit = "run", Measurements = [earlier], Told = $"the same as {earlier.Source}" });

    private static string Near(string name, IEnumerable<string> known) => Spelling.Nearest(name, known) is { } near ? $"did you mean {near}? Otherwise " : "";

    private static string Count(double number) => number switch
    {
        >= 1e15 => number.ToString("0.##e0", CultureInfo.InvariantCulture),
        >= 1e12 => (number / 1e12).ToString("0.##", CultureInfo.InvariantCulture) + " T",
        >= 1e9 => (number / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " billion",
        >= 1e6 => (number / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " million",
        _ => number.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    private static WorkReading Good(TrainingWork work) => new(work, "", "");

    private static WorkReading Bad(string problem, string advice) => new(null, problem, advice);
}
