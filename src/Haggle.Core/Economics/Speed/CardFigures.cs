using Haggle.Core.Market;

namespace Haggle.Core.Economics.Speed;

/// <summary>What the speed of a training depends on, of one accelerator. All figures are more than zero.</summary>
public sealed record CardFigures
{
    // A data-centre GPU multiplies matrices of 16 bits about sixteen times as fast as plain FP32 (A100: 312 to 19.5, H100: 989 to 67 TFLOPS, their data
    // sheets); it stands in where a chip's FP32 rate is not published (TPUs, B100).
    private const double TensorToFp32 = 16;

    // GeForce cards with tensor cores multiply FP16 at half their label's rate when they add up in FP32, as training does; the cards for
    // workstations and data centres do not (NVIDIA's architecture papers: GA102, table "Comparison of GA102"; TU102; AD102).
    private const double GeForceShare = 0.5;

    /// <summary>The canonical name.</summary>
    public required string Name { get; init; }

    /// <summary>The family of chips.</summary>
    public required string Architecture { get; init; }

    /// <summary>Matrix products of 16-bit numbers added up in 32 bits, TFLOPS; the plain FP32 rate for chips without matrix units.</summary>
    public required double Matrix16 { get; init; }

    /// <summary>Matrix products of 32-bit numbers as frameworks run them, TFLOPS: TF32 where the chip has it.</summary>
    public required double Matrix32 { get; init; }

    /// <summary>Plain FP32, TFLOPS.</summary>
    public required double Fp32 { get; init; }

    /// <summary>Memory bandwidth, GB/s.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Memory, GB.</summary>
    public required double MemoryGb { get; init; }

    /// <summary>The rate of matrix products in a format, TFLOPS.</summary>
    public double Matrix(NumberFormat format) => format == NumberFormat.Half ? Matrix16 : Matrix32;

    /// <summary>
    /// How old the architecture is: 0 Pascal and before, 1 Volta and Turing, 2 Ampere, 3 Ada and Hopper, 4 Blackwell; null for other makers. NVIDIA's two lines
    /// (data centre and graphics) count as one generation when they came out within two years.
    /// </summary>
    public int? Generation => Architecture switch
    {
        "Kepler" or "Maxwell" or "Pascal" => 0,
        "Volta" or "Turing" => 1,
        "Ampere" => 2,
        "Ada" or "Hopper" => 3,
        "Blackwell" or "Blackwell Ultra" => 4,
        _ => null,
    };

    /// <summary>The figures of a model of the table; null when too little is published to say how fast it is.</summary>
    public static CardFigures? Of(AcceleratorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (IsForInferenceOnly(model)) return null;
        if (model.Bandwidth is not { } bandwidth || (model.Tensor16 ?? model.Fp32) is not { } label) return null;
        var fp32 = model.Fp32?.Value ?? label.Value / TensorToFp32;
        var matrix16 = model.Tensor16 is { } tensor ? tensor.Value * (IsHalved(model) ? GeForceShare : 1) : fp32;
        var hasTf32 = model.Tensor16 is not null && model.Architecture is not ("Volta" or "Turing") && model.Maker == "NVIDIA";
        return new CardFigures
        {
            Name = model.Name,
            Architecture = model.Architecture,
            Matrix16 = matrix16,
            // TF32 runs at half the rate of 16 bits on every chip that has it; data sheets of cards for games do not state it.
            Matrix32 = hasTf32 ? matrix16 / 2 : model.Tf32?.Value ?? fp32,
            Fp32 = fp32,
            Bandwidth = bandwidth.Value,
            MemoryGb = model.MemoryGb.Value,
        };
    }

    // AWS sells them for inference and has no software to train on them (Neuron documentation, "Neuron Hardware").
    private static bool IsForInferenceOnly(AcceleratorModel model) => model.Name.StartsWith("Inferentia", StringComparison.Ordinal);

    // GeForce: "RTX" and four digits, with Ti, Super or D behind; the cards for workstations of the first series have even thousands and no suffix.
    private static bool IsHalved(AcceleratorModel model)
    {
        var name = model.Name;
        if (!name.StartsWith("RTX", StringComparison.Ordinal) || name.Length < 7 || !char.IsAsciiDigit(name[3])) return false;
        if (name.EndsWith("Ada", StringComparison.Ordinal)) return false;
        return name is not ("RTX4000" or "RTX5000" or "RTX6000" or "RTX8000");
    }
}
