using System.Runtime.Intrinsics;

namespace Charlm;

/// <summary>Lets a network write text, one character after the other.</summary>
internal static class Sampler
{
    // Below 1, likely characters become likelier: fewer slips, less variety.
    private const double Temperature = 0.7;

    /// <summary>Writes <paramref name="length"/> characters that follow the text's opening; the same network and seed write the same.</summary>
    public static string Write(Network network, Corpus corpus, int length, ulong seed)
    {
        var random = new SplitMix(seed);
        var context = corpus.Opening.ToArray();
        var text = new char[length];
        for (var i = 0; i < length; i++)
        {
            var code = Pick(network.Predict(context), random);
            text[i] = corpus.Characters[code];
            context.AsSpan(1).CopyTo(context);
            context[^1] = (byte)code;
        }

        return new string(text);
    }

    private static int Pick(ReadOnlySpan<float> probabilities, SplitMix random)
    {
        Span<double> weights = stackalloc double[probabilities.Length];
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var log = PortableMath.Log(Math.Max(probabilities[i], 1e-30f));
            sum += weights[i] = PortableMath.Exp(Vector256.Create((float)(log / Temperature)))[0];
        }

        var left = random.Unit() * sum;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            if ((left -= weights[i]) < 0) return i;
        }

        return weights.Length - 1;
    }
}
