using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>The documents of a file: one task, a pipeline, or a job group, with or without a header.</summary>
internal static class TaskFileSection
{
    private const int MostTasks = 1000;
    private static readonly string[] HeaderOnly = ["execution", "primary_tasks", "termination_delay"];

    private enum Execution
    {
        Serial,
        Parallel,
    }

    public static TaskFile? Read(ImmutableArray<YamlNode> documents, ReadingSession session)
    {
        if (documents.IsEmpty)
        {
            session.Complaints.WholeFile("the file is empty", "write at least 'run: COMMAND'");
            return null;
        }

        var header = IsHeader(documents) ? documents[0] : null;
        var bodies = header is null ? documents : documents.RemoveAt(0);
        if (bodies.Length > MostTasks)
        {
            session.Complaints.WholeFile("the file has more than 1,000 tasks");
            return null;
        }

        var tasks = ImmutableArray.CreateBuilder<TaskSpec>();
        foreach (var body in bodies)
        {
            session.Task = tasks.Count;
            if (tasks.Count == 1) session.Met("every task after the first", body, isActedOn: false);
            tasks.Add(TaskSection.Read(body, session) ?? new TaskSpec());
        }

        session.Task = -1;
        return Assemble(header, bodies, tasks.ToImmutable(), session);
    }

    private static bool IsHeader(ImmutableArray<YamlNode> documents) =>
        documents[0] is YamlMapping { Entries: { Length: > 0 } entries }
        && entries.All(entry => entry.Key.Text == "name" || HeaderOnly.Contains(entry.Key.Text))
        && (documents.Length > 1 || entries.Any(entry => entry.Key.Text != "name"));

    private static TaskFile Assemble(YamlNode? header, ImmutableArray<YamlNode> bodies, ImmutableArray<TaskSpec> tasks, ReadingSession session)
    {
        var single = tasks.Length == 1;
        var file = new TaskFile { Tasks = tasks, Name = single ? tasks[0].Name : null, Kind = single ? TaskFileKind.Single : TaskFileKind.Pipeline };
        if (header is not null) file = ReadHeader(new Field(header, "", session), bodies, file);
        if (session.Overrides.Name is { } name)
            file = file with { Name = name, Tasks = single ? [tasks[0] with { Name = name }] : tasks };
        return file;
    }

    private static TaskFile ReadHeader(Field field, ImmutableArray<YamlNode> bodies, TaskFile file)
    {
        if (Section.Open(field) is not { } section) return file;
        var name = section.Take("name")?.Word();
        var execution = section.Take("execution");
        var isParallel = execution?.OneOf(("serial", Execution.Serial), ("parallel", Execution.Parallel)) == Execution.Parallel;
        var names = file.Tasks.Select(task => task.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var key in HeaderOnly)
        {
            if (section.Take(key) is { } given) field.Session.Met(key, given.Node, isActedOn: false);
        }

        if (file.Tasks.IsEmpty)
            field.Refuse("is a header that stands alone: there is no task after it", "add a task in a document of its own, after a line '---'");
        else if (isParallel) CheckGroup(execution!, bodies, file);
        return file with
        {
            Name = name ?? file.Name,
            Kind = isParallel ? TaskFileKind.JobGroup : file.Kind,
            PrimaryTasks = section.Take("primary_tasks") is { } primary ? ReadPrimary(primary, names) : [],
            TerminationDelays = section.Take("termination_delay") is { } delay ? ReadDelays(delay, names) : TerminationDelays.None,
        };
    }

    private static void CheckGroup(Field execution, ImmutableArray<YamlNode> bodies, TaskFile file)
    {
        if (file.Tasks.Length < 2) execution.Refuse("parallel needs at least two tasks", "add another task after a line '---', or leave the header out");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (task, body) in file.Tasks.Zip(bodies))
        {
            if (task.Name is null)
                execution.Session.Complaints.Error(body.Line, body.Column, "a task of a parallel file needs a name", "add 'name: ...' to this task");
            else if (!seen.Add(task.Name))
                execution.Session.Complaints.Error(
                    body.Line,
                    body.Column,
                    $"two tasks are named '{Field.Shorten(task.Name)}'",
                    "names in a parallel file must differ");
        }
    }

    private static ImmutableArray<string> ReadPrimary(Field field, HashSet<string> names)
    {
        var primary = field.Words("a list of task names", mayBeSingle: true);
        foreach (var name in primary) CheckTaskName(field, name, names);
        return primary;
    }

    private static TerminationDelays ReadDelays(Field field, HashSet<string> names)
    {
        if (field.Node is not YamlMapping)
            return TerminationDelays.None with { Default = field.Duration(TimeSpan.FromSeconds(1), mayBeZero: true) ?? TimeSpan.Zero };
        var delays = TerminationDelays.None;
        foreach (var (key, value) in field.Entries("a map of task names"))
        {
            if (value.Duration(TimeSpan.FromSeconds(1), mayBeZero: true) is not { } delay) continue;
            if (key.Text == "default")
            {
                delays = delays with { Default = delay };
                continue;
            }

            CheckTaskName(value, key.Text, names);
            delays = delays with { ByTask = delays.ByTask.SetItem(key.Text, delay) };
        }

        return delays;
    }

    private static void CheckTaskName(Field field, string name, HashSet<string> names)
    {
        if (names.Contains(name)) return;
        var near = Spelling.Nearest(name, names);
        field.Refuse($"names the task '{Field.Shorten(name)}', which this file does not have", near is null ? null : $"did you mean '{near}'?");
    }
}
