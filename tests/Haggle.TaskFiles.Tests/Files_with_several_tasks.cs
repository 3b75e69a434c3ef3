using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Tests;

public sealed class Files_with_several_tasks
{
    [Fact]
    public void A_header_with_only_a_name_makes_a_pipeline()
    {
        var file = Read.Good("name: pipe\n---\nname: a\nrun: x\n---\nname: b\nrun: y\n");
        Assert.Equal((TaskFileKind.Pipeline, "pipe", 2), (file.Kind, file.Name, file.Tasks.Length));
    }

    [Fact]
    public void Tasks_without_a_header_are_a_pipeline_too() =>
        Assert.Equal((TaskFileKind.Pipeline, null), Read.Good("name: a\nrun: x\n---\nrun: y\n") is var file ? (file.Kind, file.Name) : default);

    [Fact]
    public void A_parallel_header_makes_a_job_group()
    {
        var file = Read.Good("""
            name: group
            execution: parallel
            primary_tasks: [a]
            termination_delay: {default: 30s, b: 5m}
            ---
            name: a
            run: x
            ---
            name: b
            run: y
            ---
            name: c
            run: z
            """);
        Assert.Equal((TaskFileKind.JobGroup, "group"), (file.Kind, file.Name));
        Assert.Equal(["a"], file.PrimaryTasks);
        Assert.Equal((300, 30), (file.TerminationDelays.For("b").TotalSeconds, file.TerminationDelays.For("c").TotalSeconds));
    }

    [Fact]
    public void Only_a_name_in_one_document_is_a_task() => Assert.Equal((TaskFileKind.Single, "x"), Read.Good("name: x\nrun: y") is var file ? (file.Kind, file.Name) : default);

    [Fact]
    public void Empty_documents_between_are_no_tasks() => Assert.Single(Read.Good("---\n---\nrun: x\n---\n").Tasks);

    [Fact]
    public void A_name_on_the_command_line_names_the_whole()
    {
        var single = Read.Good("name: a\nrun: x", new TaskOverrides { Name = "mine" });
        Assert.Equal(("mine", "mine"), (single.Name, single.Tasks[0].Name));
        var pipeline = Read.Good("name: a\nrun: x\n---\nname: b\nrun: y", new TaskOverrides { Name = "mine" });
        Assert.Equal(("mine", "a"), (pipeline.Name, pipeline.Tasks[0].Name));
    }

    [Fact]
    public void An_env_of_the_command_line_reaches_every_task() =>
        Assert.All(Read.Good("run: x\nenvs: {A: }\n---\nrun: y", Read.Env(("A", "1"))).Tasks, task => Assert.Equal("1", task.Envs["A"]));

    [Theory]
    [InlineData("execution: parallel\n---\nname: a\nrun: x", "1:12 execution parallel needs at least two tasks")]
    [InlineData("execution: parallel\n---\nname: a\nrun: x\n---\nname: a\nrun: y", "6:1 two tasks are named 'a'")]
    [InlineData("execution: parallel\n---\nname: a\nrun: x\n---\nrun: y", "6:1 a task of a parallel file needs a name")]
    [InlineData("execution: paralel\n---\nrun: x", "1:12 execution must be one of serial, parallel, but it is 'paralel'")]
    [InlineData("name: g\nprimary_tasks: [train]\n---\nname: trian\nrun: x", "2:16 primary_tasks names the task 'train', which this file does not have")]
    [InlineData("termination_delay: soon\n---\nrun: x", "1:20 termination_delay must be a duration such as 30s, 10m, 1h30m, 2d or 1w, but it is 'soon'")]
    [InlineData("execution: serial\nrun: x", "1:1 a task has no field 'execution'")]
    [InlineData("execution: serial", "1:1 the document is a header that stands alone: there is no task after it")]
    public void A_header_is_checked(string yaml, string expected)
    {
        var problem = Read.OneProblem(yaml);
        Assert.Equal(expected, $"{problem.Line}:{problem.Column} {problem.Message}");
    }
}
