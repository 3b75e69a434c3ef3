using System.Text;
using Haggle.TaskFiles;

namespace Haggle.Cli.Launching;

/// <summary>A task file as it was read: its text and what it says.</summary>
internal sealed record TaskFileSource(byte[] Utf8, TaskReading Reading)
{
    public string Text => Encoding.UTF8.GetString(Utf8);

    /// <summary>Reads a task file. Only one byte more than is allowed is ever loaded: the reader then says that it is too large.</summary>
    public static TaskFileSource Read(World world, string file, TaskOverrides overrides)
    {
        var path = world.PathOf(file);
        if (Directory.Exists(path)) throw CliException.BadInput($"{file} is a folder, not a task file", $"Did you mean {file.TrimEnd('/')}/task.yaml?");
        if (!File.Exists(path)) throw CliException.BadInput($"{file} is not there", "Name a task file, for example examples/charlm/task.yaml.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var bytes = new byte[Math.Min(stream.Length, TaskFileReader.LargestFile + 1)];
            stream.ReadExactly(bytes);
            return new TaskFileSource(bytes, TaskFileReader.Read(file, bytes, overrides));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"{file} cannot be read: {problem.Message}");
        }
    }
}
