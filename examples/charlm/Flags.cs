using System.Globalization;

namespace Charlm;

/// <summary>What the command line asked for; the defaults train for about half a minute on one core.</summary>
internal sealed record Flags
{
    public const string Help = """
        charlm: trains a small character-level language model on text files.

        usage: charlm [flags] [FILE or FOLDER ...]

        The text is every *.md file in the given folders and every file given; without any, those of CHARLM_CORPUS
        (separated by ':'), else ./corpus, else docs/ and *.md of the nearest folder above that has a docs folder.

          --steps N              steps to train                                  (default 10000)
          --batch N              examples per step, a multiple of 4              (default 128)
          --hidden N             units of the hidden layer, a multiple of 16     (default 384)
          --context N            characters the model looks back                 (default 6)
          --embedding N          numbers per character, a multiple of 16         (default 48)
          --learning-rate X      at the start; falls to a tenth of it at the end (default 0.005)
          --seed N               of the start values and the order of the text   (default 1)
          --checkpoint-every N   steps between two checkpoints, 0: at the end    (default 200)
          --report-every N       steps between two progress reports              (default 100)
          --checkpoints DIR      default: HAGGLE_CHECKPOINT_DIR, else ./checkpoints
          --sample N             characters to write at the end                  (default 240)
          --help                 this text

        On SIGTERM it saves a checkpoint and exits with code 143; started again with the same flags, text and folder it continues and ends
        with the same numbers, to the last bit, as if it had never stopped. Exit codes: 0 done, 1 failed, 2 bad usage, 143 interrupted.
        """;

    public int Steps { get; init; } = 10_000;
    public int Batch { get; init; } = 128;
    public int Hidden { get; init; } = 384;
    public int Context { get; init; } = 6;
    public int Embedding { get; init; } = 48;
    public double LearningRate { get; init; } = 0.005;
    public int Seed { get; init; } = 1;
    public int CheckpointEvery { get; init; } = 200;
    public int ReportEvery { get; init; } = 100;
    public int Sample { get; init; } = 240;
    public string? Checkpoints { get; init; }
    public IReadOnlyList<string> Corpus { get; init; } = [];
    public bool WantsHelp { get; init; }

    /// <summary>Reads the arguments, or throws the first <see cref="Complaint"/>.</summary>
    public static Flags Parse(IReadOnlyList<string> arguments)
    {
        var flags = new Flags();
        for (var at = 0; at < arguments.Count; at++)
        {
            var name = arguments[at];
            if (!name.StartsWith('-'))
            {
                flags = flags with { Corpus = [.. flags.Corpus, name] };
                continue;
            }

            if (name is "--help" or "-h") return flags with { WantsHelp = true };
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            var value = equals >= 0 ? name[(equals + 1)..] : at + 1 < arguments.Count ? arguments[at + 1] : null;
            if (equals < 0) at++;
            flags = flags.With(equals < 0 ? name : name[..equals], value);
        }

        return flags;
    }

    private Flags With(string name, string? value) => name switch
    {
        "--steps" => this with { Steps = Whole(name, value, 1, 100_000_000) },
        "--batch" => this with { Batch = Whole(name, value, 4, 65_536, MatrixProduct.RowTile) },
        "--hidden" => this with { Hidden = Whole(name, value, 16, 16_384, MatrixProduct.ColumnTile) },
        "--context" => this with { Context = Whole(name, value, 1, 1024) },
        "--embedding" => this with { Embedding = Whole(name, value, 16, 1024, MatrixProduct.ColumnTile) },
        "--learning-rate" => this with { LearningRate = Rate(name, value) },
        "--seed" => this with { Seed = Whole(name, value, 0, int.MaxValue) },
        "--checkpoint-every" => this with { CheckpointEvery = Whole(name, value, 0, int.MaxValue) },
        "--report-every" => this with { ReportEvery = Whole(name, value, 1, int.MaxValue) },
        "--sample" => this with { Sample = Whole(name, value, 0, 100_000) },
        "--checkpoints" => this with { Checkpoints = string.IsNullOrEmpty(value) ? throw new Complaint($"{name} needs a folder") : value },
        _ => throw new Complaint($"unknown flag {name}; charlm --help lists them all"),
    };

    private static int Whole(string name, string? value, int min, int max, int multiple = 1)
    {
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            && number % multiple == 0)
            return number;
        var kind = multiple == 1 ? "a whole number" : $"a multiple of {multiple}";
        throw new Complaint($"{name} needs {kind} from {min} to {max}, not {Shown(value)}");
    }

    private static double Rate(string name, string? value)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1) return number;
        throw new Complaint($"{name} needs a number above 0 and up to 1, not {Shown(value)}");
    }

    private static string Shown(string? value) => value is null ? "nothing" : $"'{value}'";
}
