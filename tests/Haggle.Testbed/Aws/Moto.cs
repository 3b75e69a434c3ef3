using System.Globalization;

namespace Haggle.Testbed.Aws;

/// <summary>
/// moto, another make's imitation of AWS: it knows nothing of this project, and so judges what is sent and whether its answers are understood. From Debian 13; on
/// an older one it is put, once, into a folder that holds a Debian 13 of its own.
/// </summary>
internal sealed class Moto : IAsyncDisposable
{
    /// <summary>An image as Amazon's own would be found by its name.</summary>
    public const string Image = "ami-0a1b2c3d4e5f60718";

    private const string Folder = "/var/cache/haggle-tests/moto";

    private const string Install =
        """
        set -eu
        mkdir -p "$(dirname "$1")"
        rm -rf "$1.new"
        debootstrap --variant=minbase trixie "$1.new"
        chroot "$1.new" sh -c "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-moto python3-flask python3-flask-cors && apt-get clean"
        mv "$1.new" "$1"
        """;

    // Without a list of one's own moto knows many images, and none of that name.
    private const string Images =
        """
        [{"ami_id": "ami-0000000000000001f", "name": "Deep Learning Base OSS Nvidia Driver GPU AMI (Ubuntu 22.04) 20250101", "creation_date": "2025-01-01T00:00:00.000Z", "owner_id": "898082745236", "architecture": "x86_64", "public": true, "root_device_type": "ebs", "root_device_name": "/dev/sda1"},
         {"ami_id": "ami-0a1b2c3d4e5f60718", "name": "Deep Learning Base OSS Nvidia Driver GPU AMI (Ubuntu 22.04) 20260101", "creation_date": "2026-01-01T00:00:00.000Z", "owner_id": "898082745236", "architecture": "x86_64", "public": true, "root_device_type": "ebs", "root_device_name": "/dev/sda1"},
         {"ami_id": "ami-0000000000000003f", "name": "Another image", "creation_date": "2026-02-01T00:00:00.000Z", "owner_id": "898082745236", "architecture": "x86_64", "public": true, "root_device_type": "ebs", "root_device_name": "/dev/sda1"}]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _root = Tool.Find("moto_server") is null ? Folder : "";
    private readonly Ports _ports = Ports.Reserve(1);
    private readonly HttpClient _client = new();
    private readonly string _log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private string _images = "";
    private KeptProcess? _server;

    private Moto()
    {
    }

    /// <summary>For AwsSettings.Endpoint: which service and region is meant, moto takes from the signature.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports.First}");

    /// <summary>Why it cannot run here; "" when it can.</summary>
    public static string Missing => Tool.Find("moto_server") is not null || (Environment.IsPrivilegedProcess && (Directory.Exists(Folder) || Tool.Find("debootstrap") is not null))
        ? "" : "needs moto (on Debian 13: apt-get install python3-moto python3-flask python3-flask-cors; on an older one, as root: apt-get install debootstrap)";

    /// <summary>Starts one that knows nothing yet.</summary>
    public static async Task<Moto> StartAsync(CancellationToken cancellationToken)
    {
        var moto = new Moto();
        try
        {
            await moto.BeginAsync(cancellationToken);
            return moto;
        }
        catch
        {
            await moto.DisposeAsync();
            throw;
        }
    }

    /// <summary>Forgets everything.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(new Uri(Endpoint + "/moto-api/reset"), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _client.Dispose();
        _ports.Dispose();
        File.Delete(_log);
        if (_images.Length > 0) File.Delete(_root + _images);
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_root.Length > 0 && !Directory.Exists(_root)) await Tool.RunAsync("sh", ["-c", Install, "install", _root], cancellationToken);
        _images = Path.Combine("/tmp", Path.GetRandomFileName());
        await File.WriteAllTextAsync(_root + _images, Images, cancellationToken);
        string[] words = ["moto_server", "-H", "127.0.0.1", "-p", _ports.First.ToString(CultureInfo.InvariantCulture)];
        if (_root.Length > 0) words = ["chroot", _root, .. words];
        _server = KeptProcess.Start(_log, new Dictionary<string, string> { ["MOTO_AMIS_PATH"] = _images, ["LC_ALL"] = "C.UTF-8" }, words[0], words[1..]);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ResetAsync(cancellationToken);
                return;
            }
            catch (HttpRequestException fault) when (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"moto does not answer: {await File.ReadAllTextAsync(_log, cancellationToken)}", fault);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }
}
