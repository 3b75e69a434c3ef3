using System.Text.Json;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>Which container engines this computer has, and whether its user may use them.</summary>
internal static class ContainerEngines
{
    private static readonly string[] CdiFolders = ["/etc/cdi", "/var/run/cdi"];

    public static async Task<ContainerEngineMessage[]> AskAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var docker = Tool.AskAsync(time, cancellationToken, "docker", "info", "--format", "{{json .}}");
        var podman = Tool.AskAsync(time, cancellationToken, "podman", "info", "--format", "json");
        var cdi = HasNvidiaCdi(CdiFolders);
        var engines = new List<ContainerEngineMessage>(2);
        if (await docker is { IsMissing: false } first) engines.Add(Docker(first, cdi));
        if (await podman is { IsMissing: false } second) engines.Add(Podman(second, cdi));
        return [.. engines];
    }

    /// <summary>Reads the answer of <c>docker info</c>, which some versions give with exit code 0 although nobody answered them.</summary>
    public static ContainerEngineMessage Docker(ToolEnd answer, bool cdi)
    {
        var engine = new ContainerEngineMessage { Name = "docker" };
        if (Parse(answer.Output) is not { } document) return engine with { Problem = Complaint(answer) };
        using (document)
        {
            var root = document.RootElement;
            var errors = root.TryGetProperty("ServerErrors", out var told) && told.ValueKind == JsonValueKind.Array ? told.EnumerateArray().Select(each => each.ToString()).ToArray() : [];
            var version = Text(root, "ServerVersion");
            if (errors.Length > 0 || version.Length == 0) return engine with { Problem = errors.FirstOrDefault() ?? Complaint(answer) };
            var toolkit = root.TryGetProperty("Runtimes", out var runtimes) && runtimes.ValueKind == JsonValueKind.Object && runtimes.TryGetProperty("nvidia", out _);
            // From version 25 on Docker reads CDI by itself.
            var readsCdi = cdi && int.TryParse(version.Split('.')[0], out var major) && major >= 25;
            var rootless = root.TryGetProperty("SecurityOptions", out var options) && options.ToString().Contains("name=rootless", StringComparison.Ordinal);
            return engine with { Version = version, Nvidia = toolkit ? "toolkit" : readsCdi ? "cdi" : "", Rootless = rootless };
        }
    }

    /// <summary>Reads the answer of <c>podman info</c>.</summary>
    public static ContainerEngineMessage Podman(ToolEnd answer, bool cdi)
    {
        var engine = new ContainerEngineMessage { Name = "podman" };
        if (answer.Code != 0 || Parse(answer.Output) is not { } document) return engine with { Problem = Complaint(answer) };
        using (document)
        {
            var root = document.RootElement;
            var rootless = root.TryGetProperty("host", out var host) && host.TryGetProperty("security", out var security)
                && security.TryGetProperty("rootless", out var flag) && flag.ValueKind == JsonValueKind.True;
            return engine with { Version = root.TryGetProperty("version", out var version) ? Text(version, "Version") : "", Nvidia = cdi ? "cdi" : "", Rootless = rootless };
        }
    }

    /// <summary>Whether one of the folders describes NVIDIA's cards to container engines.</summary>
    public static bool HasNvidiaCdi(IEnumerable<string> folders)
    {
        try
        {
            return folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
                .Any(path => Path.GetExtension(path) is ".yaml" or ".yml" or ".json" && File.ReadAllText(path).Contains("nvidia.com/gpu", StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Complaint(ToolEnd answer) => answer.Complaint.Length > 0 && !answer.Complaint.StartsWith('{') ? answer.Complaint : "it does not answer";

    private static JsonDocument? Parse(string json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
