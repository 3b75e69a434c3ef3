using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Charlm;

// A language model that can be taken away at any moment. The parts that make it so: everything that decides the next step is in the
// checkpoint (Trainer.Save), a checkpoint is complete or absent (CheckpointFolder.Save), and SIGTERM saves one more before leaving.
try
{
    var flags = Flags.Parse(args);
    if (flags.WantsHelp)
    {
        Console.WriteLine(Flags.Help);
        return 0;
    }

    return Train(flags);
}
catch (Complaint complaint)
{
    Console.Error.WriteLine($"charlm: {complaint.Message}");
    return 2;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"charlm: {fault.Message}");
    return 1;
}

static int Train(Flags flags)
{
    // SIGTERM is Haggle's word that the machine goes away soon; the training answers it between two steps.
    var signal = 0;
    void Heard(PosixSignalContext context)
    {
        context.Cancel = true;
        Volatile.Write(ref signal, context.Signal == PosixSignal.SIGINT ? 2 : 15);
    }

    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Heard);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Heard);

    var corpus = Corpus.Read(flags, Environment.GetEnvironmentVariable("CHARLM_CORPUS"), Directory.GetCurrentDirectory());
    var trainer = new Trainer(flags, corpus);
    var folder = flags.Checkpoints ?? Environment.GetEnvironmentVariable("HAGGLE_CHECKPOINT_DIR");
    var checkpoints = new CheckpointFolder(string.IsNullOrEmpty(folder) ? "checkpoints" : folder, Console.Error);
    var haggle = HaggleLines.FromEnvironment();
    Console.WriteLine(
        $"charlm: {corpus.Length} characters of {corpus.Files} files, {corpus.Characters.Count} different ones, {trainer.Network.Shape.Parameters} parameters");
    if (checkpoints.Load(trainer) is { } from) Console.WriteLine($"charlm: continuing at step {trainer.Step} from {from}");
    else if (Environment.GetEnvironmentVariable("HAGGLE_RESUME") == "1") Console.WriteLine("charlm: nothing usable was restored; starting at step 0");

    var clock = Stopwatch.StartNew();
    var charactersSince = 0L;
    while (!trainer.IsDone)
    {
        if (Volatile.Read(ref signal) is var heard and not 0)
        {
            haggle.Checkpoint(trainer.Step, checkpoints.Save(trainer));
            Console.WriteLine($"charlm: interrupted; saved step {trainer.Step}");
            return 128 + heard;
        }

        trainer.Advance();
        charactersSince += flags.Batch;
        if (trainer.Step % flags.ReportEvery == 0 || trainer.IsDone)
        {
            var rate = charactersSince / clock.Elapsed.TotalSeconds;
            var loss = trainer.TakeReportedLoss();
            haggle.Progress(trainer.Step, flags.Steps, loss, rate);
            if (IsTenth(trainer.Step, flags))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {trainer.Step,6}/{flags.Steps}  loss {loss:F4}  {rate:F0} characters/s"));
            clock.Restart();
            charactersSince = 0;
        }

        if (trainer.IsDone || (flags.CheckpointEvery > 0 && trainer.Step % flags.CheckpointEvery == 0))
            haggle.Checkpoint(trainer.Step, checkpoints.Save(trainer));
    }

    Report(trainer, corpus, flags, haggle);
    return 0;
}

// About ten lines for people in a whole training: at the reports that pass a tenth of the way.
static bool IsTenth(int step, Flags flags) =>
    (long)step * 10 / flags.Steps != (long)Math.Max(0, step - flags.ReportEvery) * 10 / flags.Steps;

static void Report(Trainer trainer, Corpus corpus, Flags flags, HaggleLines haggle)
{
    var heldOut = corpus.HeldOutLoss(trainer.Network, flags.Batch);
    haggle.Progress(flags.Steps, flags.Steps, trainer.SmoothLoss, 0, string.Create(CultureInfo.InvariantCulture, $" held_out_loss={heldOut:F4}"));
    Console.WriteLine($"final loss {Exact(trainer.SmoothLoss)}");
    Console.WriteLine($"held-out loss {Exact(heldOut)}");
    Console.WriteLine($"parameters sha256 {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(trainer.Network.Parameters)))}");
    if (flags.Sample > 0) Console.WriteLine($"sample:\n{Sampler.Write(trainer.Network, corpus, flags.Sample, (ulong)flags.Seed)}");
}

static string Exact(double value) =>
    string.Create(CultureInfo.InvariantCulture, $"{value:R} (bits {BitConverter.DoubleToUInt64Bits(value):X16})");
