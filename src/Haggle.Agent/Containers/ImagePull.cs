using Haggle.Agent.Files;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>Brings an image to the machine.</summary>
internal sealed class ImagePull(MachineFolder folder, string token, AgentLog log, TimeProvider time)
{
    // Registries turn people away for a moment; a run must not end for that.
    private const int Tries = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // Asking again does not help against these.
    private static readonly string[] Denied = ["unauthorized", "denied", "authentication required", "no basic auth credentials", "invalid username/password"];
    private static readonly string[] Final =
        [.. Denied, "not found", "manifest unknown", "no such image", "invalid reference", "no matching manifest", "no space left", "does not exist", "short-name"];

    /// <summary>Pulls.</summary>
    /// <exception cref="TaskFault">It cannot be had; the message is one sentence.</exception>
    public async Task RunAsync(ContainerEngine engine, string image, RegistryLogin? login, CancellationToken cancellationToken)
    {
        var notes = new PullNotes(folder, image, time);
        notes.Begin();
        log.Write($"pulling {image} with {engine.Name}");
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            var (error, bytes) = await TryAsync(engine, image, login, notes, cancellationToken);
            if (error.Length == 0)
            {
                notes.End(bytes);
                return;
            }

            log.Write($"pulling failed: {error}");
            if (attempt == Tries || Final.Any(word => error.Contains(word, StringComparison.OrdinalIgnoreCase))) throw new TaskFault(Words(image, login, error));
            notes.Again(error, wait);
            await Task.Delay(wait, time, cancellationToken);
            wait *= 2;
        }
    }

    /// <summary>One sentence that says what failed and what to do.</summary>
    internal static string Words(string image, RegistryLogin? login, string error)
    {
        var denied = Denied.Any(word => error.Contains(word, StringComparison.OrdinalIgnoreCase));
        var advice = denied && login is null ? "; for a private registry give SKYPILOT_DOCKER_USERNAME, SKYPILOT_DOCKER_PASSWORD and SKYPILOT_DOCKER_SERVER under 'secrets'"
            : denied ? "; look at the user name, the password and the server under 'secrets'" : "";
        return $"the image {image} could not be pulled: {error.TrimEnd('.')}{advice}";
    }

    private async Task<(string Error, long Bytes)> TryAsync(ContainerEngine engine, string image, RegistryLogin? login, PullNotes notes, CancellationToken cancellationToken)
    {
        using var own = new PullFolder(folder.Home, token);
        if (engine.IsPodman) return await ByCommandAsync(engine, image, login, own, notes, cancellationToken);
        // Logins that the user keeps with docker itself are known to docker's command alone.
        if (login is not null || !HasOwnLogins()) if (DockerService.IsHere(engine.Address)) return await ByServiceAsync(engine, image, login, notes, cancellationToken);
        return await ByCommandAsync(engine, image, login, own, notes, cancellationToken);
    }

    private static async Task<(string, long)> ByServiceAsync(ContainerEngine engine, string image, RegistryLogin? login, PullNotes notes, CancellationToken cancellationToken)
    {
        long done = 0;
        var error = await DockerService.PullAsync(engine.Address, image, login, Told, cancellationToken);
        return (error, done);

        void Told(PullProgress progress)
        {
            done = progress.Done;
            notes.Told(progress.Done, progress.Total);
        }
    }

    private async Task<(string, long)> ByCommandAsync(ContainerEngine engine, string image, RegistryLogin? login, PullFolder own, PullNotes notes, CancellationToken cancellationToken)
    {
        login?.Write(own.LoginFile);
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["TMPDIR"] = own.Fetched };
        List<string> words = ["pull"];
        if (engine.IsPodman && login is not null) words.AddRange(["--authfile", own.LoginFile]);
        if (!engine.IsPodman && login is not null)
        {
            environment["DOCKER_CONFIG"] = own.Login;
            if (engine.Address.Length > 0) environment["DOCKER_HOST"] = engine.Address;
        }

        words.Add(image);
        var pull = EngineCall.RunAsync(engine.Program, words, Timeout.InfiniteTimeSpan, time, cancellationToken, environment);
        long most = 0;
        while (!pull.IsCompleted)
        {
            most = Math.Max(most, own.Bytes());
            notes.Told(most, 0);
            await Task.WhenAny(pull, Task.Delay(Look, time, cancellationToken));
        }

        var answer = await pull ?? new EngineAnswer(127, "", $"{engine.Program} is gone");
        return (answer.Code == 0 ? "" : answer.Complaint, most);
    }

    private static bool HasOwnLogins()
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "config.json"));
            return text.Contains("\"auths\"", StringComparison.Ordinal) || text.Contains("\"credsStore\"", StringComparison.Ordinal) || text.Contains("\"credHelpers\"", StringComparison.Ordinal);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
