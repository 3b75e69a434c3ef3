using System.Text;
using System.Text.Json;

namespace Haggle.Agent.Containers;

/// <summary>The user's name and password for a private registry, as the task's variables give them. Never shown.</summary>
internal sealed class RegistryLogin
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Prefixes = ["HAGGLE_DOCKER_", "SKYPILOT_DOCKER_"];

    private readonly string user;
    private readonly string password;

    private RegistryLogin(string user, string password, string server) => (this.user, this.password, Server) = (user, password, server);

    /// <summary>The registry's host, or "" for Docker Hub.</summary>
    public string Server { get; }

    /// <summary>Reads it out of a task's variables; null when there is none.</summary>
    public static RegistryLogin? Of(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var prefix in Prefixes)
        {
            var user = variables.GetValueOrDefault(prefix + "USERNAME", "");
            var password = variables.GetValueOrDefault(prefix + "PASSWORD", "");
            if (user.Length > 0 || password.Length > 0) return new RegistryLogin(user, password, Host(variables.GetValueOrDefault(prefix + "SERVER", "")));
        }

        return null;
    }

    /// <summary>Whether a variable is for pulling the image only: no program inside needs it.</summary>
    public static bool IsOwn(string variable) => Prefixes.Any(prefix => variable == prefix + "USERNAME" || variable == prefix + "PASSWORD" || variable == prefix + "SERVER");

    /// <summary>The image with the registry's host in front, when its name has none.</summary>
    public string InFull(string image) => Server.Length == 0 || image.StartsWith(Server + "/", StringComparison.Ordinal) ? image : $"{Server}/{image}";

    /// <summary>For the header of a request to docker's service: it goes through the service's own socket.</summary>
    public string Header()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("username", user);
            json.WriteString("password", password);
            json.WriteString("serveraddress", Server.Length > 0 ? Server : "https://index.docker.io/v1/");
            json.WriteEndObject();
        }

        return Convert.ToBase64String(text.GetBuffer().AsSpan(0, (int)text.Length)).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Writes the file that docker calls config.json and podman auth.json.</summary>
    public void Write(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartObject("auths");
        // Each engine has its own name for Docker Hub.
        foreach (var server in Server.Length > 0 ? [Server] : (string[])["https://index.docker.io/v1/", "docker.io"])
        {
            json.WriteStartObject(server);
            json.WriteString("auth", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override string ToString() => "***";

    private static string Host(string server)
    {
        var text = server.Trim().TrimEnd('/');
        foreach (var scheme in (string[])["https://", "http://"])
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) text = text[scheme.Length..];
        return text is "docker.io" or "index.docker.io" or "index.docker.io/v1" or "registry-1.docker.io" ? "" : text;
    }
}
