using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Charlm;

/// <summary>
/// A neural language model after Bengio et al. (2003): the last characters' embeddings, side by side, go through one hidden layer of tanh
/// units and predict the next character. Gradients are written out by hand.
/// </summary>
internal sealed class Network
{
    private readonly int _batch;
    private readonly float[] _input;
    private readonly float[] _hidden;
    private readonly float[] _keep;
    private readonly float[] _kept;
    private readonly float[] _logits;
    private readonly float[] _hiddenGradient;
    private readonly float[] _inputGradient;
    private readonly float[] _transposed;

    /// <summary>A network with its working memory for <paramref name="batch"/> examples at once (a multiple of 4).</summary>
    public Network(Shape shape, int batch)
    {
        Shape = shape;
        _batch = batch;
        Parameters = new float[shape.Parameters];
        Gradient = new float[shape.Parameters];
        _input = new float[batch * shape.Input];
        _hidden = new float[batch * shape.Hidden];
        _keep = new float[batch * shape.Hidden];
        _kept = new float[batch * shape.Hidden];
        _logits = new float[batch * shape.Output];
        _hiddenGradient = new float[batch * shape.Hidden];
        _inputGradient = new float[batch * shape.Input];
        _transposed = new float[Math.Max(shape.Input, shape.Output) * shape.Hidden];
    }

    public Shape Shape { get; }

    /// <summary>Everything that is learned, in the order that <see cref="Charlm.Shape"/> lays down.</summary>
    public float[] Parameters { get; }

    /// <summary>The gradient of the last <see cref="Learn"/>, laid out like the parameters.</summary>
    public float[] Gradient { get; }

    /// <summary>Random start: uniform, scaled by the fan-in so that no layer starts saturated; the output starts small and so nearly uniform.</summary>
    public void Initialise(SplitMix random)
    {
        Fill(Shape.EmbeddingTable, 1.0);
        Fill(Shape.HiddenWeights, Math.Sqrt(3.0 / Shape.Input));
        var output = Parameters.AsSpan(Shape.OutputWeights);
        for (var i = 0; i < output.Length; i++)
        {
            if (i % Shape.Output < Shape.Vocabulary) output[i] = (float)((random.Unit() * 2 - 1) * 0.3 * Math.Sqrt(3.0 / Shape.Hidden));
        }

        void Fill(Range part, double scale)
        {
            foreach (ref var value in Parameters.AsSpan(part)) value = (float)((random.Unit() * 2 - 1) * scale);
        }
    }

    /// <summary>Mean loss (nats per character) of one batch, and its gradient.</summary>
    /// <param name="contexts">Character codes, <see cref="Charlm.Shape.Context"/> per example.</param>
    /// <param name="targets">The character that follows each context.</param>
    /// <param name="dropout">Draws which hidden units sit out (a quarter of them, Srivastava et al. 2014); null: none.</param>
    public double Learn(ReadOnlySpan<byte> contexts, ReadOnlySpan<byte> targets, SplitMix? dropout)
    {
        DrawKept(dropout);
        var loss = MeanLoss(contexts, targets);
        Array.Clear(Gradient);
        BackThroughOutput(targets);
        BackThroughHidden(contexts);
        return loss;
    }

    /// <summary>Mean loss (nats per character) of one batch. A target of 255 is padding and does not count.</summary>
    public double Loss(ReadOnlySpan<byte> contexts, ReadOnlySpan<byte> targets)
    {
        DrawKept(null);
        return MeanLoss(contexts, targets);
    }

    /// <summary>Probabilities of the next character after one context (its length is the network's context).</summary>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<byte> context)
    {
        Span<byte> contexts = new byte[_batch * Shape.Context];
        context.CopyTo(contexts);
        DrawKept(null);
        Forward(contexts);
        Softmax(_logits.AsSpan(0, Shape.Output));
        return _logits.AsSpan(0, Shape.Vocabulary);
    }

    private double MeanLoss(ReadOnlySpan<byte> contexts, ReadOnlySpan<byte> targets)
    {
        Forward(contexts);
        double loss = 0;
        var counted = 0;
        for (var example = 0; example < _batch; example++)
        {
            // Softmax turns the logits into probabilities in place: the backward pass wants those.
            var row = _logits.AsSpan(example * Shape.Output, Shape.Output);
            var target = targets[example];
            var shifted = target == byte.MaxValue ? 0 : row[target] - Largest(row[..Shape.Vocabulary]);
            var sum = Softmax(row);
            if (target == byte.MaxValue) continue;
            loss += PortableMath.Log(sum) - shifted;
            counted++;
        }

        return loss / Math.Max(1, counted);
    }

    private void DrawKept(SplitMix? dropout)
    {
        const float Scale = 4f / 3f;
        if (dropout is null)
        {
            Array.Fill(_keep, 1f);
            return;
        }

        // Two random bits for each unit, both set with a chance of one in four; what stays is scaled up so that the sum stays.
        ulong resting = 0;
        for (var i = 0; i < _keep.Length; i++)
        {
            resting = i % 64 == 0 ? dropout.Next() & dropout.Next() : resting >> 1;
            _keep[i] = (resting & 1) == 0 ? Scale : 0f;
        }
    }

    private void Forward(ReadOnlySpan<byte> contexts)
    {
        var table = Parameters.AsSpan(Shape.EmbeddingTable);
        for (var i = 0; i < contexts.Length; i++)
        {
            table.Slice(contexts[i] * Shape.Embedding, Shape.Embedding).CopyTo(_input.AsSpan(i * Shape.Embedding));
        }

        Repeat(Parameters.AsSpan(Shape.HiddenBias), _hidden);
        MatrixProduct.Add(
            _input, Shape.Input, 1, Parameters.AsSpan(Shape.HiddenWeights), _hidden, _batch, Shape.Hidden, Shape.Input);
        foreach (ref var lanes in MemoryMarshal.Cast<float, Vector256<float>>(_hidden.AsSpan())) lanes = PortableMath.Tanh(lanes);
        for (var i = 0; i < _hidden.Length; i++) _kept[i] = _hidden[i] * _keep[i];

        Repeat(Parameters.AsSpan(Shape.OutputBias), _logits);
        MatrixProduct.Add(
            _kept, Shape.Hidden, 1, Parameters.AsSpan(Shape.OutputWeights), _logits, _batch, Shape.Output, Shape.Hidden);
    }

    private void BackThroughOutput(ReadOnlySpan<byte> targets)
    {
        // The gradient of softmax and cross-entropy together is (probability - truth); the padding has neither.
        var scale = 1f / _batch;
        for (var example = 0; example < _batch; example++)
        {
            var row = _logits.AsSpan(example * Shape.Output, Shape.Output);
            row[Shape.Vocabulary..].Clear();
            row[targets[example]] -= 1f;
            foreach (ref var value in row) value *= scale;
        }

        MatrixProduct.Add(
            _kept, 1, Shape.Hidden, _logits, Gradient.AsSpan(Shape.OutputWeights), Shape.Hidden, Shape.Output, _batch);
        SumRows(_logits, Gradient.AsSpan(Shape.OutputBias));

        MatrixProduct.Transpose(Parameters.AsSpan(Shape.OutputWeights), _transposed, Shape.Hidden, Shape.Output);
        Array.Clear(_hiddenGradient);
        MatrixProduct.Add(_logits, Shape.Output, 1, _transposed, _hiddenGradient, _batch, Shape.Hidden, Shape.Output);
    }

    private void BackThroughHidden(ReadOnlySpan<byte> contexts)
    {
        // tanh' = 1 - tanh^2
        for (var i = 0; i < _hidden.Length; i++) _hiddenGradient[i] *= _keep[i] * (1f - _hidden[i] * _hidden[i]);

        MatrixProduct.Add(
            _input, 1, Shape.Input, _hiddenGradient, Gradient.AsSpan(Shape.HiddenWeights), Shape.Input, Shape.Hidden, _batch);
        SumRows(_hiddenGradient, Gradient.AsSpan(Shape.HiddenBias));

        MatrixProduct.Transpose(Parameters.AsSpan(Shape.HiddenWeights), _transposed, Shape.Input, Shape.Hidden);
        Array.Clear(_inputGradient);
        MatrixProduct.Add(_hiddenGradient, Shape.Hidden, 1, _transposed, _inputGradient, _batch, Shape.Input, Shape.Hidden);

        var table = Gradient.AsSpan(Shape.EmbeddingTable);
        for (var i = 0; i < contexts.Length; i++)
        {
            var row = table.Slice(contexts[i] * Shape.Embedding, Shape.Embedding);
            var from = _inputGradient.AsSpan(i * Shape.Embedding, Shape.Embedding);
            for (var e = 0; e < row.Length; e++) row[e] += from[e];
        }
    }

    /// <summary>Turns a row of logits into probabilities; returns the sum before the division.</summary>
    private double Softmax(Span<float> row)
    {
        var largest = Vector256.Create(Largest(row[..Shape.Vocabulary]));
        foreach (ref var lanes in MemoryMarshal.Cast<float, Vector256<float>>(row)) lanes = PortableMath.Exp(lanes - largest);
        double sum = 0;
        foreach (var value in row[..Shape.Vocabulary]) sum += value;
        var scale = (float)(1 / sum);
        foreach (ref var value in row) value *= scale;
        return sum;
    }

    private static float Largest(ReadOnlySpan<float> row)
    {
        var largest = row[0];
        foreach (var value in row) largest = Math.Max(largest, value);
        return largest;
    }

    private static void Repeat(ReadOnlySpan<float> row, Span<float> rows)
    {
        for (var at = 0; at < rows.Length; at += row.Length) row.CopyTo(rows[at..]);
    }

    private static void SumRows(ReadOnlySpan<float> rows, Span<float> sum)
    {
        for (var at = 0; at < rows.Length; at += sum.Length)
        {
            for (var i = 0; i < sum.Length; i++) sum[i] += rows[at + i];
        }
    }
}
