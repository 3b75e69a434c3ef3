namespace Haggle.Core.Market;

/// <summary>A kind of accelerator and its figures; null where no source gives one. Rates are peak and dense (without sparsity).</summary>
public sealed record AcceleratorModel
{
    /// <summary>The canonical name ("A100-80GB").</summary>
    public required string Name { get; init; }

    /// <summary>Who makes it: "NVIDIA", "AMD", "Google", "AWS" or "Intel".</summary>
    public required string Maker { get; init; }

    /// <summary>The family of chips ("Ampere").</summary>
    public required string Architecture { get; init; }

    /// <summary>CUDA's number for what the chip can do ("8.0"); "" for other makers.</summary>
    public string ComputeCapability { get; init; } = "";

    /// <summary>When it came out.</summary>
    public DateOnly Released { get; init; }

    /// <summary>Memory in the GB of its label.</summary>
    public required Figure MemoryGb { get; init; }

    /// <summary>FP32 on the plain cores, TFLOPS.</summary>
    public Figure? Fp32 { get; init; }

    /// <summary>FP16 or BF16 on the tensor cores, TFLOPS; null for chips without.</summary>
    public Figure? Tensor16 { get; init; }

    /// <summary>TF32 on the tensor cores, TFLOPS.</summary>
    public Figure? Tf32 { get; init; }

    /// <summary>FP8 on the tensor cores, TFLOPS.</summary>
    public Figure? Fp8 { get; init; }

    /// <summary>Memory bandwidth, GB/s.</summary>
    public Figure? Bandwidth { get; init; }

    /// <summary>Thermal design power, watts.</summary>
    public Figure? Tdp { get; init; }

    /// <summary>The parts of its name.</summary>
    public AcceleratorName Parts { get; init; }
}
