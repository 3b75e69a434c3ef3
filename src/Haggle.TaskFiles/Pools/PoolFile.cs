using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Reading;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Pools;

/// <summary>The pool file: the machines of one's own (docs/machines.md).</summary>
public static class PoolFile
{
    /// <summary>Its name in the state folder.</summary>
    public const string Name = "machines.yaml";

    /// <summary>Reads it; an empty file is an empty pool.</summary>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="utf8">Its content.</param>
    /// <returns>The machines by name; null when there are errors, all of which are told at once.</returns>
    public static (ImmutableArray<PoolMachine>? Machines, ImmutableArray<Problem> Problems) Read(string fileName, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var complaints = new Complaints(fileName);
        ImmutableArray<PoolMachine> machines = [];
        if (SourceDecoder.Decode(fileName, utf8.Span, complaints) is { } source && YamlTree.Read(source, complaints) is { IsEmpty: false } documents)
        {
            if (documents.Length > 1) complaints.Error(documents[1].Line, documents[1].Column, "the pool file is one document");
            machines = PoolSection.Read(new Field(documents[0], "", new ReadingSession(complaints, TaskOverrides.None)));
        }

        return (complaints.HasErrors ? null : machines, complaints.ToProblems());
    }
}
