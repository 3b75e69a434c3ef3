using System.Runtime.Intrinsics;
using Charlm;

namespace Haggle.Examples.Tests;

public sealed class CharlmArithmeticTests
{
    [Fact]
    public void The_gradient_written_by_hand_is_the_slope_of_the_loss()
    {
        var network = new Network(new Shape(Vocabulary: 11, Context: 3, Embedding: 16, Hidden: 32), batch: 8);
        var random = new SplitMix(3);
        network.Initialise(random);
        byte[] contexts = [.. Enumerable.Range(0, 24).Select(_ => (byte)random.Below(11))], targets = [.. Enumerable.Range(0, 8).Select(_ => (byte)random.Below(11))];
        network.Learn(contexts, targets, dropout: null);
        var gradient = network.Gradient.ToArray();

        // Along the gradient's own direction, part by part, the slope must be the gradient's length.
        foreach (var part in (Range[])[network.Shape.EmbeddingTable, network.Shape.HiddenWeights, network.Shape.HiddenBias,
            network.Shape.OutputWeights, network.Shape.OutputBias])
        {
            var direction = gradient[part];
            var length = Math.Sqrt(direction.Sum(g => (double)g * g));
            Assert.Equal(1.0, (LossAt(part, 0.01) - LossAt(part, -0.01)) / 0.02 / length, 0.01);
        }

        double LossAt(Range part, double distance)
        {
            var before = network.Parameters.ToArray();
            var length = Math.Sqrt(gradient[part].Sum(g => (double)g * g));
            for (var i = part.Start.Value; i < part.End.Value; i++) network.Parameters[i] += (float)(gradient[i] / length * distance);
            var loss = network.Loss(contexts, targets);
            before.CopyTo(network.Parameters, 0);
            return loss;
        }
    }

    [Fact]
    public void The_kernel_gives_the_bits_of_the_plain_triple_loop()
    {
        var random = new SplitMix(9);
        float[] Matrix(int size) => [.. Enumerable.Range(0, size).Select(_ => (float)(random.Unit() - 0.5))];
        const int Rows = 8, Columns = 48, Depth = 23;
        float[] a = Matrix(Rows * Depth), b = Matrix(Depth * Columns), c = Matrix(Rows * Columns), plain = [.. c];
        MatrixProduct.Add(a, 1, Rows, b, c, Rows, Columns, Depth);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                for (var k = 0; k < Depth; k++)
                {
                    var product = a[k * Rows + i] * b[k * Columns + j];
                    plain[i * Columns + j] += product;
                }
            }
        }

        Assert.Equal(plain, c);
    }

    [Fact]
    public void Portable_functions_agree_with_the_library_as_far_as_they_promise()
    {
        for (var x = -20.0; x <= 20; x += 0.037)
        {
            var lane = Vector256.Create((float)x);
            Assert.Equal(1.0, PortableMath.Exp(lane)[0] / Math.Exp((float)x), 3e-7);
            Assert.Equal(Math.Tanh((float)x), PortableMath.Tanh(lane)[0], 1e-6);
            Assert.Equal(Math.Log(Math.Exp(x)), PortableMath.Log(Math.Exp(x)), 1e-14);
        }
    }
}
