using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Tasks;
using Haggle.Server.Endpoints;
using Haggle.TaskFiles;
using Haggle.Wire.Rest;

namespace Haggle.Server.Intake;

/// <summary>A task file as it came over the wire: read, typed, and refused with every problem at once when it is not good.</summary>
internal sealed record TaskIntake(TaskSpec Spec, string Name, ImmutableArray<string> Warnings)
{
    private const string Unnamed = "task";

    /// <exception cref="RestException">The file is refused.</exception>
    public static TaskIntake Read(string fileName, string text, string? name, Dictionary<string, string>? environment, IEnumerable<string> secretNames)
    {
        var overrides = new TaskOverrides
        {
            Name = name,
            Envs = (environment ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Secrets = secretNames.ToImmutableSortedDictionary(s => s, _ => new Secret(""), StringComparer.Ordinal),
        };
        var reading = TaskFileReader.Read(fileName, Encoding.UTF8.GetBytes(text), overrides);
        if (reading.TaskFile is not { } file)
            throw new RestException(ErrorCode.BadTaskFile, string.Join('\n', reading.Problems.Where(p => p.IsError)), $"haggle check {fileName} shows the lines");
        if (file.Tasks.Length != 1)
        {
            throw new RestException(
                ErrorCode.BadTaskFile, $"{fileName} holds {file.Tasks.Length} tasks; this version reads pipelines and job groups but runs one task at a time", "launch the tasks one by one, each in a file of its own");
        }

        if (string.IsNullOrWhiteSpace(file.Tasks[0].Run))
            throw new RestException(ErrorCode.BadTaskFile, $"{fileName} has nothing to run", "add 'run: COMMAND'");
        var warnings = reading.Problems.Where(p => !p.IsError).Select(p => p.ToString()).ToList();
        var waiting = reading.NotActedOn.Select(f => f.Path).Distinct().ToArray();
        if (waiting.Length > 0) warnings.Add($"accepted, but not acted on yet: {string.Join(", ", waiting)}");
        return new TaskIntake(file.Tasks[0], file.Name ?? file.Tasks[0].Name ?? NameOf(fileName), [.. warnings]);
    }

    private static string NameOf(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        if (stem is "task" or "" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(fileName))) is { Length: > 0 } folder) stem = folder;
        var clean = new string([.. stem.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')]);
        return clean.Length > 0 ? clean : Unnamed;
    }
}
