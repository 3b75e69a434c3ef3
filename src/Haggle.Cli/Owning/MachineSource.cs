using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.TaskFiles;
using Haggle.TaskFiles.Machines;

namespace Haggle.Cli.Owning;

/// <summary>The machine that is meant, out of a machine file or out of words.</summary>
internal static class MachineSource
{
    private const int CardsMost = 64;

    /// <exception cref="CliException">The file is not there or says something wrong; every problem is told with its place.</exception>
    public static MachineFile Read(World world, OwnWish wish) => wish.MachineFile is { } file ? FromFile(world, file) : FromWords(wish.Gpus ?? "");

    private static MachineFile FromFile(World world, string file)
    {
        var path = world.PathOf(file);
        if (!File.Exists(path)) throw CliException.BadInput($"{file} is not there", "docs/owning.md shows a machine file to start from.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var bytes = new byte[Math.Min(stream.Length, TaskFileReader.LargestFile + 1)];
            stream.ReadExactly(bytes);
            var (machine, problems) = MachineFile.Read(file, bytes);
            foreach (var problem in problems.Where(problem => machine is not null || problem != problems[^1])) world.Terminal.Error.Write(problem + "\n");
            return machine ?? throw CliException.BadInput((problems[^1] with { Suggestion = null }).ToString(), problems[^1].Suggestion is { } suggestion ? suggestion + "." : "");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"{file} cannot be read: {problem.Message}");
        }
    }

    /// <summary>"4xRTX 4090", "RTX4090:4", "RTX 4090".</summary>
    private static MachineFile FromWords(string text)
    {
        var (name, count) = Split(text.Trim());
        if (AcceleratorTable.Find(name) is { } model || (model = AcceleratorTable.Resolve(name, 0, out _)) is not null) return new MachineFile { Accelerator = model, Count = count };
        AcceleratorTable.Resolve(name, 0, out var why);
        throw CliException.BadInput(why, KnownAccelerators.Nearest(name) is { } near ? $"Did you mean {near}?" : "haggle gpus lists those that are.");
    }

    private static (string Name, int Count) Split(string text)
    {
        // A shell that does not know the quotes of 4x"RTX 4090" leaves them there.
        text = text.Replace("\"", "", StringComparison.Ordinal).Trim();
        var colon = text.LastIndexOf(':');
        if (colon > 0) return (text[..colon].Trim(), Count(text[(colon + 1)..], text));
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        // "4x RTX 4090", but not the model 3080Ti.
        return digits > 0 && digits < text.Length && text[digits] is 'x' or 'X' or '*' ? (text[(digits + 1)..].Trim(), Count(text[..digits], text)) : (text, 1);
    }

    private static int Count(string digits, string text) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= CardsMost
            ? count
            : throw CliException.BadInput($"--gpus '{text}': '{digits}' is not a number of cards from 1 to {CardsMost.ToString(CultureInfo.InvariantCulture)}");
}
