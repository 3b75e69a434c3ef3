using System.Globalization;

namespace Haggle.Testbed;

/// <summary>
/// A real S3 server: Ceph's gateway with a monitor and one store in memory, on private ports. It checks signatures, keeps quotas and gives temporary keys. Its
/// users' buckets live as long as the fixture; several fixtures may run at once.
/// </summary>
public sealed class ObjectServer : IAsyncDisposable
{
    /// <summary>The user whose keys the tests use.</summary>
    public const string AccessKey = "AKHAGGLETESTS";

    /// <summary>The secret of that key, long and odd enough to be searched for.</summary>
    public const string SecretKey = "s3cr3t/of+the/tests/that+nobody/may/see";

    /// <summary>A role that this user may take.</summary>
    public const string Role = "arn:aws:iam:::role/runs";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("hc").FullName;
    private readonly List<KeptProcess> _daemons = [];
    private readonly Ports _ports = Ports.Reserve(3);
    private KeptProcess? _gateway;

    private ObjectServer()
    {
    }

    /// <summary>Its address.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Why it cannot run here; "" when it can.</summary>
    public static string Missing => Tool.Missing("rclone", "radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "ceph-authtool", "monmaptool");

    /// <summary>Starts one.</summary>
    public static async Task<ObjectServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new ObjectServer();
        try
        {
            await server.BeginAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the gateway, which is what clients talk to.</summary>
    public async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        _gateway = KeptProcess.Start(In("rgw.out"), NoVariables, "radosgw", "-c", In("ceph.conf"), "-n", "client.rgw.a", "-f");
        using var client = new HttpClient();
        await UntilAsync("the gateway answers", async () =>
        {
            try
            {
                using var answer = await client.GetAsync(Endpoint, cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, cancellationToken);
    }

    /// <summary>Kills the gateway in the middle of whatever it does.</summary>
    public void KillGateway()
    {
        _gateway?.Dispose();
        _gateway = null;
    }

    /// <summary>Makes a user of its own, for tests that change what it may do.</summary>
    public Task MakeUserAsync(string name, string accessKey, string secretKey, CancellationToken cancellationToken) =>
        AdminAsync(cancellationToken, "user", "create", "--uid=" + name, "--display-name=" + name, "--access-key=" + accessKey, "--secret=" + secretKey);

    /// <summary>Lets a user keep no more than so many bytes; null lifts the limit.</summary>
    public async Task LimitAsync(string user, long? bytes, CancellationToken cancellationToken)
    {
        if (bytes is { } most) await AdminAsync(cancellationToken, "quota", "set", "--quota-scope=user", "--uid=" + user, "--max-size=" + most.ToString(CultureInfo.InvariantCulture));
        await AdminAsync(cancellationToken, "quota", bytes is null ? "disable" : "enable", "--quota-scope=user", "--uid=" + user);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        KillGateway();
        _daemons.Reverse();
        foreach (var daemon in _daemons) daemon.Dispose();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var ports = Enumerable.Range(_ports.First, 3).ToArray();
        Endpoint = $"http://127.0.0.1:{ports[2]}";
        foreach (var part in (string[])["mon", "osd", "run", "log", "rgw"]) Directory.CreateDirectory(In(part));
        var id = Guid.NewGuid().ToString();
        await File.WriteAllTextAsync(In("ceph.conf"), Configuration(id, ports), cancellationToken);
        await KeyAsync("mon.", cancellationToken, "mon", "allow *");
        await KeyAsync("client.admin", cancellationToken, "mon", "allow *", "osd", "allow *", "mgr", "allow *");
        await KeyAsync("client.rgw.a", cancellationToken, "mon", "allow rw", "osd", "allow rwx", "mgr", "allow rw");
        await KeyAsync("osd.0", cancellationToken, "mon", "allow profile osd", "osd", "allow *", "mgr", "allow profile osd");
        await Tool.RunAsync("monmaptool", ["--create", "--fsid", id, "--addv", "a", $"[v2:127.0.0.1:{ports[0]}/0,v1:127.0.0.1:{ports[1]}/0]", In("monmap")], cancellationToken);
        await Tool.RunAsync("ceph-mon", ["-c", In("ceph.conf"), "--mkfs", "-i", "a", "--monmap", In("monmap"), "--keyring", In("keyring")], cancellationToken);
        _daemons.Add(KeptProcess.Start(In("mon.out"), NoVariables, "ceph-mon", "-c", In("ceph.conf"), "-i", "a", "-f"));
        var disk = Guid.NewGuid().ToString();
        await CephAsync(cancellationToken, "osd", "new", disk);
        await CephAsync(cancellationToken, "auth", "import", "-i", In("keyring"));
        await Tool.RunAsync("ceph-osd", ["-c", In("ceph.conf"), "-i", "0", "--mkfs", "--osd-uuid", disk], cancellationToken);
        _daemons.Add(KeptProcess.Start(In("osd.out"), NoVariables, "ceph-osd", "-c", In("ceph.conf"), "-i", "0", "-f"));
        await StartGatewayAsync(cancellationToken);
        await MakeUserAsync("tests", AccessKey, SecretKey, cancellationToken);
        await AdminAsync(
            cancellationToken, "role", "create", "--role-name=runs", "--path=/",
            """--assume-role-policy-doc={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/tests"]},"Action":["sts:AssumeRole"]}]}""");
        await AdminAsync(
            cancellationToken, "role-policy", "put", "--role-name=runs", "--policy-name=all",
            """--policy-doc={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["arn:aws:s3:::*"]}]}""");
    }

    private string Configuration(string id, int[] ports) => $"""
        [global]
        fsid = {id}
        mon host = [v2:127.0.0.1:{ports[0]}/0,v1:127.0.0.1:{ports[1]}/0]
        run dir = {In("run")}
        admin socket =
        pid file = {In("run")}/$name.$pid.pid
        log file = {In("log")}/$name.log
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 8
        osd pool default pg autoscale mode = off
        mon allow pool size one = true
        mon warn on pool no redundancy = false
        osd crush chooseleaf type = 0
        mon max pg per osd = 1000
        ms bind ipv6 = false
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        auth_allow_insecure_global_id_reclaim = false
        mon data avail warn = 1
        mon data avail crit = 1
        keyring = {In("keyring")}
        rgw bucket quota ttl = 0
        rgw user quota bucket sync interval = 1
        rgw user quota sync interval = 1
        [mon.a]
        mon data = {In("mon")}
        [osd.0]
        osd data = {In("osd")}
        osd objectstore = memstore
        memstore device bytes = 2147483648
        [client.rgw.a]
        rgw data = {In("rgw")}
        rgw frontends = beast endpoint=127.0.0.1:{ports[2]}
        rgw enable apis = s3, admin, sts
        rgw sts key = abcdefghijklmnop
        rgw s3 auth use sts = true
        rgw thread pool size = 64

        """;

    private Task KeyAsync(string name, CancellationToken cancellationToken, params string[] caps)
    {
        string[] create = File.Exists(In("keyring")) ? [] : ["-C"];
        return Tool.RunAsync("ceph-authtool", [In("keyring"), .. create, "--gen-key", "-n", name, .. caps.Chunk(2).SelectMany(cap => (string[])["--cap", cap[0], cap[1]])], cancellationToken);
    }

    private Task CephAsync(CancellationToken cancellationToken, params string[] words) =>
        Tool.RunAsync("ceph", ["-c", In("ceph.conf"), "--connect-timeout", "120", .. words], cancellationToken);

    private Task AdminAsync(CancellationToken cancellationToken, params string[] words) =>
        Tool.RunAsync("radosgw-admin", ["-c", In("ceph.conf"), "-n", "client.rgw.a", .. words], cancellationToken);

    private string In(string name) => Path.Combine(_folder, name);

    private static async Task UntilAsync(string what, Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
