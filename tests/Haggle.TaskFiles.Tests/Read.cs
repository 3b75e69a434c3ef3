using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Tests;

/// <summary>Short ways to read a text.</summary>
internal static class Read
{
    public static TaskReading File(string yaml, TaskOverrides? overrides = null) =>
        TaskFileReader.Read("task.yaml", Encoding.UTF8.GetBytes(yaml), overrides ?? TaskOverrides.None);

    public static TaskFile Good(string yaml, TaskOverrides? overrides = null)
    {
        var reading = File(yaml, overrides);
        Assert.True(reading.IsGood, string.Join("\n", reading.Problems));
        return reading.TaskFile!;
    }

    public static TaskSpec Task(string yaml, TaskOverrides? overrides = null) => Assert.Single(Good(yaml, overrides).Tasks);

    /// <summary>Reads keys of resources, given without indentation.</summary>
    public static ResourceSpec Resources(string keys) => Task(UnderResources(keys)).Resources;

    public static string UnderResources(string keys) => "run: x\nresources:\n  " + keys.Replace("\n", "\n  ", StringComparison.Ordinal);

    public static Problem OneProblem(string yaml, TaskOverrides? overrides = null)
    {
        var reading = File(yaml, overrides);
        Assert.True(reading.Problems.Length == 1, "one problem wanted:\n" + string.Join("\n", reading.Problems));
        return reading.Problems[0];
    }

    public static TaskOverrides Env(params (string Name, string Value)[] envs) =>
        new() { Envs = envs.ToImmutableSortedDictionary(env => env.Name, env => env.Value, StringComparer.Ordinal) };

    public static TaskOverrides Secret(string name, string value) =>
        new() { Secrets = TaskOverrides.None.Secrets.Add(name, new Secret(value)) };
}
