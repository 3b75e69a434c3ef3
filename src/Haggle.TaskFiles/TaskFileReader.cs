using Haggle.Core.Tasks;
using Haggle.TaskFiles.Reading;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles;

/// <summary>Reads task files: bytes in, tasks or every problem at once out. Never throws on bad input; time and memory are bounded.</summary>
public static class TaskFileReader
{
    /// <summary>The largest file that is read, in bytes. A caller need not load more than one byte beyond it.</summary>
    public const int LargestFile = SourceDecoder.LargestFile;

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">The file as the user named it, for messages.</param>
    /// <param name="utf8">The content of the file.</param>
    /// <param name="overrides">What the command line says beside it.</param>
    public static TaskReading Read(string fileName, ReadOnlyMemory<byte> utf8, TaskOverrides overrides)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(overrides);
        var complaints = new Complaints(fileName);
        if (SourceDecoder.Decode(fileName, utf8.Span, complaints) is not { } source)
            return new TaskReading { FileName = fileName, Problems = complaints.ToProblems() };

        var session = new ReadingSession(complaints, overrides);
        TaskFile? taskFile = null;
        if (YamlTree.Read(source, complaints) is { } documents) taskFile = TaskFileSection.Read(documents, session);
        return new TaskReading
        {
            FileName = fileName,
            TaskFile = complaints.HasErrors ? null : taskFile,
            Problems = complaints.ToProblems(),
            Fields = session.ToFields(),
            Source = source,
            Hidden = session.ToHidden(),
        };
    }
}
