using System.Globalization;
using System.Runtime.InteropServices;

namespace Charlm;

/// <summary>One training: the network, its optimiser and everything else that decides the next step.</summary>
internal sealed class Trainer
{
    private readonly Flags _flags;
    private readonly Corpus _corpus;
    private readonly Adam _adam;
    private readonly byte[] _contexts;
    private readonly byte[] _targets;
    private SplitMix _random;
    private double _reportedLoss;
    private int _reportedSteps;

    public Trainer(Flags flags, Corpus corpus)
    {
        _flags = flags;
        _corpus = corpus;
        _random = new SplitMix((ulong)flags.Seed);
        _contexts = new byte[flags.Batch * flags.Context];
        _targets = new byte[flags.Batch];
        Network = new Network(new Shape(corpus.Characters.Count, flags.Context, flags.Embedding, flags.Hidden), flags.Batch);
        Network.Initialise(_random);
        _adam = new Adam(Network.Shape.Parameters);
    }

    public Network Network { get; }

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    public bool IsDone => Step >= _flags.Steps;

    /// <summary>The training loss in nats per character, a running mean over about the last hundred steps.</summary>
    public double SmoothLoss { get; private set; }

    /// <summary>What a checkpoint must agree with to be continued: every input that shapes the numbers.</summary>
    public string Recipe =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"--steps {_flags.Steps} --batch {_flags.Batch} --hidden {_flags.Hidden} --context {_flags.Context} --embedding {_flags.Embedding} " +
            $"--learning-rate {_flags.LearningRate:R} --seed {_flags.Seed} text {_corpus.Hash[..16]}");

    /// <summary>Draws a batch, learns from it, moves the parameters.</summary>
    public void Advance()
    {
        for (var i = 0; i < _targets.Length; i++)
        {
            _corpus.Draw(_random, _contexts.AsSpan(i * _flags.Context, _flags.Context), out _targets[i]);
        }

        var loss = Network.Learn(_contexts, _targets, _random);
        var rate = _flags.LearningRate * (1 - 0.9 * Step / _flags.Steps);
        _adam.Step(Network.Parameters, Network.Gradient, rate);
        Step++;
        SmoothLoss += (loss - SmoothLoss) / Math.Min(Step, 100);
        _reportedLoss += loss;
        _reportedSteps++;
    }

    /// <summary>Mean loss since the last call. The sums are part of a checkpoint too, so a resumed run reports the same numbers.</summary>
    public double TakeReportedLoss()
    {
        var mean = _reportedLoss / Math.Max(1, _reportedSteps);
        _reportedLoss = 0;
        _reportedSteps = 0;
        return mean;
    }

    /// <summary>Writes everything that decides the next step.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Recipe);
        to.Write(Step);
        to.Write(_random.State);
        to.Write(SmoothLoss);
        to.Write(_reportedLoss);
        to.Write(_reportedSteps);
        to.Write(_adam.Power1);
        to.Write(_adam.Power2);
        foreach (var values in (float[][])[Network.Parameters, _adam.Mean, _adam.Square]) WriteAll(to, values);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote; a checkpoint of another recipe is refused before anything changes.</summary>
    public void Load(BinaryReader from)
    {
        var recipe = from.ReadString();
        if (recipe != Recipe)
        {
            throw new Complaint($"the checkpoint belongs to another training.\n  it has:  {recipe}\n  asked:   {Recipe}\n" +
                "Use the same flags and text to continue it, or another folder (--checkpoints DIR) to start anew.");
        }

        Step = from.ReadInt32();
        _random = new SplitMix(from.ReadUInt64());
        SmoothLoss = from.ReadDouble();
        _reportedLoss = from.ReadDouble();
        _reportedSteps = from.ReadInt32();
        _adam.Power1 = from.ReadDouble();
        _adam.Power2 = from.ReadDouble();
        foreach (var values in (float[][])[Network.Parameters, _adam.Mean, _adam.Square]) ReadAll(from, values);
    }

    // The machine's own byte order: little-endian on every machine one rents.
    private static void WriteAll(BinaryWriter to, float[] values) =>
        to.Write(MemoryMarshal.AsBytes<float>(values));

    private static void ReadAll(BinaryReader from, float[] values) =>
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
}
