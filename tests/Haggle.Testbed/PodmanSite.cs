using System.Diagnostics;

namespace Haggle.Testbed;

/// <summary>
/// A real podman with images and containers in a folder of its own; nothing of the computer's own is touched. Its one image is this computer's system:
/// what is in /usr comes in by a mount (see <see cref="Options"/>), so that programs as large as PyTorch need not be copied. Needs root.
/// </summary>
public sealed class PodmanSite : IAsyncDisposable
{
    /// <summary>The image.</summary>
    public const string Image = "localhost/haggle-test/host:1";

    /// <summary>What stands in /etc/haggle-image inside, and nowhere else.</summary>
    public const string Mark = "inside the image of the host";

    /// <summary>What each container of the image is run with.</summary>
    public static readonly string[] Options = ["-v", "/usr:/usr:ro"];

    // What programs of /usr look for elsewhere: the ways to them, the chosen alternatives (BLAS is one), users, the linker's list.
    private const string Import = """
        set -eu
        cd "$1"; mkdir -p etc usr tmp root var/tmp run; chmod 1777 tmp var/tmp
        for name in bin sbin lib lib64; do [ ! -e "/$name" ] || ln -s "usr/$name" "$name"; done
        for name in alternatives ld.so.cache passwd group nsswitch.conf; do [ ! -e "/etc/$name" ] || cp -a "/etc/$name" etc/; done
        echo "$2" >etc/haggle-image
        tar -c . | podman import - "$3"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-podman-").FullName;

    private PodmanSite() => Environment = new Dictionary<string, string>
    {
        ["CONTAINERS_CONF"] = Path.Combine(_folder, "containers.conf"),
        ["CONTAINERS_STORAGE_CONF"] = Path.Combine(_folder, "storage.conf"),
    };

    /// <summary>The variables that lead podman here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Why there can be none here; "" when there can.</summary>
    public static string Obstacle() =>
        System.Environment.UserName != "root" ? "an image with the host's own programs needs root"
        : new DirectoryInfo("/bin").LinkTarget is null ? "the programs of this system are not all in /usr"
        : Tool.Missing("podman", "runc", "tar");

    /// <summary>Makes the folder and the image.</summary>
    public static async Task<PodmanSite> MakeAsync(CancellationToken cancellationToken)
    {
        var site = new PodmanSite();
        await File.WriteAllTextAsync(site.Environment["CONTAINERS_CONF"], """
            [containers]
            default_ulimits=["nofile=4096:4096","nproc=4096:4096"]
            [engine]
            runtime="runc"
            cgroup_manager="cgroupfs"
            events_logger="file"

            """, cancellationToken);
        await File.WriteAllTextAsync(site.Environment["CONTAINERS_STORAGE_CONF"], $"[storage]\ndriver=\"overlay\"\ngraphroot=\"{site._folder}/root\"\nrunroot=\"{site._folder}/run\"\n", cancellationToken);
        try
        {
            var content = Directory.CreateDirectory(Path.Combine(site._folder, "image")).FullName;
            await site.RunAsync("sh", ["-c", Import, "import", content, Mark, Image], cancellationToken);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>The names of all containers, running or not, each on a line.</summary>
    public Task<string> ContainersAsync() => RunAsync("podman", ["ps", "--all", "--format", "{{.Names}}"], CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("sh", ["-c", "podman rm -af -t 0; podman image rm -af; :"], CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> RunAsync(string program, string[] words, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await error}");
    }
}
