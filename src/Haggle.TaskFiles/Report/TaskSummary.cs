using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Tasks;
using Haggle.Images;
using Haggle.TaskFiles.Reading;

namespace Haggle.TaskFiles.Report;

/// <summary>What was understood of one task, as rows of a name and a sentence. Shows names of variables, never their values.</summary>
internal static class TaskSummary
{
    private const int MostListed = 8;

    public static IEnumerable<(string Name, string Text)> Rows(TaskSpec task)
    {
        yield return ("name", task.Name ?? "(none given)");
        yield return ("machines", Count(task.NumNodes, "node"));
        foreach (var row in Choices(task.Resources)) yield return row;
        if (task.Workdir is { } workdir)
            yield return (
                "workdir",
                workdir is Workdir.Git git ? $"git {WithoutLogin(git.Url)}{(git.Ref is null ? "" : " at " + git.Ref)}" : ((Workdir.Local)workdir).Path);
        if (!task.FileMounts.IsEmpty) yield return ("mounts", List(task.FileMounts.Select(mount => $"{mount.Destination} from {Source(mount.Source)}")));
        var outside = task.FileMounts.Where(mount => mount is { Source: MountSource.Local, Destination: ['/' or '~', ..] }).Select(mount => mount.Destination).ToArray();
        if (outside.Length > 0) yield return ("", $"{List(outside)}: outside the working folder; on this computer only the run finds the files there, and what you have there stays as it is");
        if (!task.Volumes.IsEmpty) yield return ("volumes", List(task.Volumes.Select(volume => $"{volume.Destination} from {volume.Name ?? "a new one"}")));
        if (!task.Envs.IsEmpty) yield return ("envs", List(task.Envs.Keys));
        if (!task.Secrets.IsEmpty)
            yield return (
                "secrets",
                List(task.Secrets.Select(secret => secret.Value is SecretSource.Managed ? secret.Key + " (kept by the server)" : secret.Key)));
        if (task.Setup is { } setup) yield return ("setup", Lines(setup));
        if (task.Run is { } run) yield return ("run", Lines(run));
        if (task.Checkpoint is { } checkpoint) yield return ("checkpoints", Checkpoints(checkpoint));
        foreach (var row in Limits(task)) yield return row;
    }

    private static IEnumerable<(string, string)> Limits(TaskSpec task)
    {
        if (Recovery(task.JobRecovery) is { } recovery) yield return ("recovery", recovery);
        if (task.Deadline is { } deadline) yield return ("deadline", Deadlines(deadline));
        if (task.Budget is { } budget) yield return ("budget", $"{budget} in all");
        if (task.MaxDuration is { } longest) yield return ("max duration", DurationText.Write(longest));
        if (task.Workload is { } workload) yield return ("workload", Workloads(workload));
        if (task.Service is not null) yield return ("service", "answers requests from several replicas");
        if (task.Pool is not null) yield return ("pool", "machines that wait for jobs");
    }

    private static IEnumerable<(string, string)> Choices(ResourceSpec resources)
    {
        if (resources.Choices is [var only])
        {
            yield return ("each node", Choice(only));
            yield break;
        }

        yield return ("each node", resources.IsOrdered ? "the first of these that can be had:" : "the cheapest of these:");
        foreach (var (choice, index) in resources.Choices.Take(MostListed).Select((choice, i) => (choice, i)))
            yield return ("", $"{(resources.IsOrdered ? (index + 1).ToString(CultureInfo.InvariantCulture) + "." : "-")} {Choice(choice)}");
        if (resources.Choices.Length > MostListed) yield return ("", $"and {Count(resources.Choices.Length - MostListed, "more alternative")}");
    }

    private static string Choice(ResourceChoice choice)
    {
        var parts = new List<string> { choice.Accelerators?.ToString() ?? "no accelerator" };
        if (choice.InstanceType is { } type) parts.Add(type);
        if (choice.Cpus is { } cpus) parts.Add($"{cpus} CPUs");
        if (choice.Memory is { } memory) parts.Add($"{memory} memory");
        parts.Add(choice.Placement.ToString());
        parts.Add(choice.UseSpot ? "spot" : "on demand");
        if (choice.Image is ImageChoice.Everywhere { Id: var image } && ImageName.IsContainer(image)) parts.Add($"in the container {Field.Shorten(ImageName.WithoutPrefix(image))}");
        if (choice.MaxHourlyCost is { } most) parts.Add($"at most {most} per node");
        return string.Join(", ", parts);
    }

    private static string Source(MountSource source) => source switch
    {
        MountSource.Local local => local.Path,
        MountSource.Remote remote => WithoutLogin(remote.Uri),
        MountSource.Storage { Object: var storage } => storage.Name ?? WithoutLogin(storage.Sources.FirstOrDefault("a bucket")),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Checkpoints(CheckpointSpec checkpoint)
    {
        var every = checkpoint.Every is { } span ? $"every {DurationText.Write(span)}" : "whenever the program writes one";
        var store = checkpoint.Store is { } address ? $", kept in {WithoutLogin(address)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Path}, {every}, the newest {checkpoint.Keep}{store}");
    }

    private static string? Recovery(JobRecovery recovery)
    {
        var parts = new List<string>();
        if (!recovery.IsEnabled) parts.Add("none after a lost machine");
        if (recovery.MaxRestartsOnErrors > 0) parts.Add($"up to {Count(recovery.MaxRestartsOnErrors, "restart")} after errors");
        if (!recovery.RecoverOnExitCodes.IsEmpty) parts.Add("exit codes " + string.Join(", ", recovery.RecoverOnExitCodes) + " count as a lost machine");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static string Deadlines(Deadline deadline) => deadline switch
    {
        Deadline.At at => at.Instant.ToString("yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture),
        Deadline.After after => DurationText.Write(after.Wait) + " after submission",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Workloads(Workload workload) => workload switch
    {
        Workload.KnownModel m =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{m.Model} on {m.Dataset ?? "a data set"}{(m.Samples is { } n ? $" of {n:0.##} samples" : "")}, {m.Epochs:0.##} epochs"),
        Workload.Compute c => string.Create(CultureInfo.InvariantCulture, $"{c.Flops:0.###e0} floating-point operations"),
        Workload.Tokenwise t =>
            string.Create(CultureInfo.InvariantCulture, $"{t.Tokens:0.###e0} tokens{(t.Parameters is { } n ? $" through {n:0.###e0} parameters" : "")}"),
        Workload.Measured m =>
            string.Create(CultureInfo.InvariantCulture, $"{m.Steps:0.##} steps, {m.StepsPerSecond:0.###} per second{(m.On is null ? "" : " on " + m.On)}"),
        Workload.LikeRun like => $"like run {like.Run}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Lines(string script) =>
        Count(script.Split('\n').Select(line => line.Trim()).Count(line => line.Length > 0 && line[0] != '#'), "command line");

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToImmutableArray();
        var shown = string.Join(", ", all.Take(MostListed).Select(Field.Shorten));
        return all.Length <= MostListed ? shown : $"{shown} and {all.Length - MostListed} more";
    }

    // https://user:token@host: what stands before the '@' is nobody's business.
    private static string WithoutLogin(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return address;
        var end = address.IndexOf('/', start + 3) is >= 0 and var slash ? slash : address.Length;
        var at = address.LastIndexOf('@', end - 1, end - start - 3);
        return at < 0 ? address : string.Concat(address.AsSpan(0, start + 3), "***", address.AsSpan(at));
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
