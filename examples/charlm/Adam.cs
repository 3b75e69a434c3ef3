using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Charlm;

/// <summary>The Adam optimiser (Kingma and Ba 2015). Its moments are part of every checkpoint: without them a resumed run goes another way.</summary>
internal sealed class Adam(int parameters)
{
    private const float Decay1 = 0.9f;
    private const float Decay2 = 0.999f;

    /// <summary>Running mean of the gradient.</summary>
    public float[] Mean { get; } = new float[parameters];

    /// <summary>Running mean of the squared gradient.</summary>
    public float[] Square { get; } = new float[parameters];

    /// <summary>0.9 to the power of the steps taken, kept as a product because pow is not the same on every machine.</summary>
    public double Power1 { get; set; } = 1;

    /// <summary>0.999 to the power of the steps taken.</summary>
    public double Power2 { get; set; } = 1;

    /// <summary>Moves the parameters one step against the gradient.</summary>
    public void Step(float[] values, float[] gradient, double learningRate)
    {
        Power1 *= Decay1;
        Power2 *= Decay2;
        var rate = Vector256.Create((float)(learningRate * Math.Sqrt(1 - Power2) / (1 - Power1)));
        var tiny = Vector256.Create(1e-8f);
        var all = MemoryMarshal.Cast<float, Vector256<float>>(values.AsSpan());
        var slopes = MemoryMarshal.Cast<float, Vector256<float>>(gradient.AsSpan());
        var means = MemoryMarshal.Cast<float, Vector256<float>>(Mean.AsSpan());
        var squares = MemoryMarshal.Cast<float, Vector256<float>>(Square.AsSpan());
        for (var i = 0; i < all.Length; i++)
        {
            var g = slopes[i];
            means[i] = means[i] * Decay1 + g * (1 - Decay1);
            squares[i] = squares[i] * Decay2 + g * g * (1 - Decay2);
            all[i] -= rate * means[i] / (Vector256.Sqrt(squares[i]) + tiny);
        }
    }
}
