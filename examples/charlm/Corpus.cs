using System.Security.Cryptography;
using System.Text;

namespace Charlm;

/// <summary>The text as character codes, with every sixteenth block held out to measure what was learned.</summary>
internal sealed class Corpus
{
    // Too little text is a wrong folder more often than a wish; too much would not fit the half minute and the memory of a small machine.
    private const int LengthMin = 2_000;
    private const int LengthMax = 64 << 20;

    // A character seen less often teaches nothing and widens the output layer; 255 is the mark for padding.
    private const int OccurrencesMin = 10;
    private const int VocabularyMax = 250;
    private const int Block = 512;
    private const char Rare = '\u00b7';

    private readonly byte[] _codes;
    private readonly int _context;

    private Corpus(string text, int files, int context)
    {
        var kept = text.GroupBy(c => c).Where(g => g.Count() >= OccurrencesMin && g.Key != Rare)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(VocabularyMax - 1).Select(g => g.Key).Order();
        Characters = [Rare, .. kept];
        var codeOf = Characters.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => (byte)x.i);
        _codes = [.. text.Select(c => codeOf.GetValueOrDefault(c))];
        _context = context;
        Files = files;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The vocabulary; the first stands for every rare character.</summary>
    public IReadOnlyList<char> Characters { get; }

    public int Files { get; }
    public int Length => _codes.Length;

    /// <summary>SHA-256 of the text: a checkpoint belongs to one text.</summary>
    public string Hash { get; }

    /// <summary>Reads the text from where the flags and <paramref name="fromEnvironment"/> (CHARLM_CORPUS) say.</summary>
    public static Corpus Read(Flags flags, string? fromEnvironment, string folder)
    {
        var sources = Sources(flags, fromEnvironment, folder);
        var files = sources.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).ToArray();
        var text = new StringBuilder();
        foreach (var file in files)
        {
            try
            {
                text.Append(File.ReadAllText(file)).Append('\n');
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new Complaint($"cannot read the text file {file}: {fault.Message}");
            }

            if (text.Length > LengthMax) throw new Complaint($"the text is longer than {LengthMax >> 20} Mi characters; name fewer files");
        }

        text.Replace("\r\n", "\n");
        if (text.Length < LengthMin)
        {
            throw new Complaint($"found {text.Length} characters in {files.Length} file(s) of {string.Join(", ", sources)}, at least {LengthMin} are " +
                "needed; name *.md files or folders as arguments or in CHARLM_CORPUS");
        }

        return new Corpus(text.ToString(), files.Length, flags.Context);
    }

    /// <summary>Draws one training example.</summary>
    public void Draw(SplitMix random, Span<byte> context, out byte target)
    {
        int at;
        do at = _context + random.Below(_codes.Length - _context);
        while (IsHeldOut(at));
        _codes.AsSpan(at - _context, _context).CopyTo(context);
        target = _codes[at];
    }

    /// <summary>Mean loss over the held-out text, in nats per character.</summary>
    public double HeldOutLoss(Network network, int batch)
    {
        var at = Enumerable.Range(_context, _codes.Length - _context).Where(IsHeldOut).ToArray();
        var contexts = new byte[batch * _context];
        var targets = new byte[batch];
        double sum = 0;
        foreach (var part in at.Chunk(batch))
        {
            Array.Fill(targets, byte.MaxValue);
            for (var i = 0; i < part.Length; i++)
            {
                _codes.AsSpan(part[i] - _context, _context).CopyTo(contexts.AsSpan(i * _context));
                targets[i] = _codes[part[i]];
            }

            sum += network.Loss(contexts, targets) * part.Length;
        }

        return sum / at.Length;
    }

    /// <summary>The codes that start the text: what a sample begins from.</summary>
    public ReadOnlySpan<byte> Opening => _codes.AsSpan(0, _context);

    private static bool IsHeldOut(int position) => position / Block % 16 == 3;

    private static IReadOnlyList<string> Sources(Flags flags, string? fromEnvironment, string folder)
    {
        if (flags.Corpus.Count > 0) return flags.Corpus;
        if (!string.IsNullOrWhiteSpace(fromEnvironment))
            return fromEnvironment.Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Directory.Exists(Path.Combine(folder, "corpus"))) return [Path.Combine(folder, "corpus")];
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            var docs = Path.Combine(above.FullName, "docs");
            if (Directory.Exists(docs)) return [docs, .. Directory.EnumerateFiles(above.FullName, "*.md").Order(StringComparer.Ordinal)];
        }

        throw new Complaint("no text to learn from: name *.md files or folders as arguments or in CHARLM_CORPUS");
    }

    private static IEnumerable<string> FilesOf(string source)
    {
        if (File.Exists(source)) return [source];
        if (!Directory.Exists(source)) throw new Complaint($"the text {source} does not exist (arguments or CHARLM_CORPUS name files and folders)");
        return Directory.EnumerateFiles(source, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }
}
