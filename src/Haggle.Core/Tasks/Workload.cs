namespace Haggle.Core.Tasks;

/// <summary>What is trained, so that time and money can be estimated before they are spent. Exactly one of the four ways to say it.</summary>
public abstract record Workload
{
    private Workload()
    {
    }

    /// <summary>The numbers' format: fp32, tf32, fp16, bf16, fp8 or int8; null when not said.</summary>
    public string? Precision { get; init; }

    /// <summary>A model and how often it sees how much.</summary>
    /// <param name="Model">The model's name, as in "resnet-50".</param>
    /// <param name="Dataset">The data set's name; null when <paramref name="Samples"/> says it all.</param>
    /// <param name="Samples">Samples in one epoch, more than zero; null when the data set's name tells.</param>
    /// <param name="Epochs">More than zero. Default 1.</param>
    /// <param name="BatchSize">Samples per step over all nodes, more than zero; null when not said.</param>
    public sealed record KnownModel(string Model, string? Dataset, double? Samples, double Epochs, int? BatchSize) : Workload;

    /// <summary>The arithmetic itself.</summary>
    /// <param name="Flops">Floating-point operations of the whole training, more than zero.</param>
    public sealed record Compute(double Flops) : Workload;

    /// <summary>Tokens through a model of some size.</summary>
    /// <param name="Tokens">Tokens seen in the whole training, more than zero.</param>
    /// <param name="Parameters">Parameters of the model; null when <paramref name="FlopsPerToken"/> is given.</param>
    /// <param name="FlopsPerToken">Floating-point operations per token; null to derive it from the parameters.</param>
    public sealed record Tokenwise(double Tokens, double? Parameters, double? FlopsPerToken) : Workload;

    /// <summary>A speed that was measured.</summary>
    /// <param name="Steps">Steps of the whole training, more than zero.</param>
    /// <param name="StepsPerSecond">Measured speed, more than zero.</param>
    /// <param name="On">What it was measured on; null for the machine asked for.</param>
    public sealed record Measured(double Steps, double StepsPerSecond, AcceleratorRequest? On) : Workload;

    /// <summary>The same as an earlier run.</summary>
    /// <param name="Run">The run's number or name.</param>
    public sealed record LikeRun(string Run) : Workload;
}
