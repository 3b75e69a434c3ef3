using System.Collections.Concurrent;
using System.Text;

namespace Haggle.Testbed.Aws;

/// <summary>
/// An EC2 account whose instances are computers: each is a network namespace with a real sshd that runs its instance's boot script, has a metadata service at
/// 169.254.169.254 (version 2 only) that tells when AWS takes it, and is gone when its instance ends, whoever ends it.
/// </summary>
internal sealed class Ec2Site : IAsyncDisposable
{
    // The part of the instance metadata service that is used, as the EC2 user guide describes it.
    private const string Metadata = """
        import http.server, os, sys
        notice = sys.argv[1]
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, status, text):
                data = text.encode()
                self.send_response(status); self.send_header("Content-Length", str(len(data))); self.end_headers(); self.wfile.write(data)
            def do_PUT(self):
                good = self.path == "/latest/api/token" and self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
                self.answer(200, "a-token-of-this-machine") if good else self.answer(400, "")
            def do_GET(self):
                if self.headers.get("X-aws-ec2-metadata-token") != "a-token-of-this-machine": return self.answer(401, "")
                if self.path != "/latest/meta-data/spot/instance-action" or not os.path.exists(notice): return self.answer(404, "")
                self.answer(200, open(notice).read())
            def log_message(self, *words): pass
        http.server.HTTPServer(("169.254.169.254", 80), Handler).serve_forever()
        """;

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, SshComputer> _computers = new();
    private readonly ConcurrentBag<Task> _boots = [];
    private readonly Task _switches;

    private Ec2Site(SshSite site, FakeEc2Server server)
    {
        (Site, Server) = (site, server);
        Cloud.Made = instance =>
        {
            (instance.Address, instance.PublicAddress) = ("", "");
            _boots.Add(Task.Run(() => BootAsync(instance)));
        };
        Cloud.Warned = instance => _boots.Add(Task.Run(() => TakeAsync(instance)));
        Cloud.Ended = instance => _boots.Add(Task.Run(() => StopAsync(instance)));
        _switches = Task.Run(SwitchesAsync);
    }

    public SshSite Site { get; }

    public FakeEc2Server Server { get; }

    public FakeEc2 Cloud => Server.Cloud;

    /// <summary>What went wrong with computers; "" for nothing.</summary>
    public string Trouble { get; private set; } = "";

    public static async Task<Ec2Site> StartAsync(CancellationToken cancellationToken)
    {
        var site = await SshSite.MakeAsync(cancellationToken);
        var server = await FakeEc2Server.StartAsync(TimeProvider.System);
        server.Cloud.ListLag = TimeSpan.FromSeconds(1);
        server.Cloud.ShutDown = TimeSpan.FromSeconds(2);
        server.Cloud.Boot = TimeSpan.FromSeconds(1);
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "metadata.py"), Metadata, cancellationToken);
        return new Ec2Site(site, server);
    }

    /// <summary>The computer of an instance.</summary>
    public SshComputer Computer(FakeInstance instance) => _computers[instance.Id];

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll([_switches, .. _boots]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Server.DisposeAsync();
        await Site.DisposeAsync();
        _over.Dispose();
        _one.Dispose();
    }

    private async Task BootAsync(FakeInstance instance)
    {
        await _one.WaitAsync(_over.Token);
        try
        {
            var script = Encoding.UTF8.GetString(Convert.FromBase64String(instance.Asked["UserData"]));
            var computer = await BootedComputer.StartAsync(Site, Name(instance), script, _over.Token);
            await computer.InsideAsync($"ip addr add 169.254.169.254/32 dev lo; setsid python3 {Site.Folder}/metadata.py {Notice(instance)} </dev/null >{Site.Folder}/{Name(instance)}.metadata 2>&1 &", _over.Token);
            _computers[instance.Id] = computer;
            (instance.Address, instance.PublicAddress) = (computer.Address, computer.Address);
            if (instance.EndedAt is not null) await computer.StopAsync();
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException)
        {
            Trouble += $"{instance.Id} does not boot: {fault.Message}\n";
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task TakeAsync(FakeInstance instance)
    {
        var at = instance.TakenAt!.Value;
        await File.WriteAllTextAsync(Notice(instance) + ".new", $$"""{"action": "terminate", "time": "{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""", _over.Token);
        File.Move(Notice(instance) + ".new", Notice(instance));
        if (at - Cloud.Now is { Ticks: > 0 } wait) await Task.Delay(wait, TimeProvider.System, _over.Token);
        Cloud.Settle();
    }

    private async Task StopAsync(FakeInstance instance)
    {
        await _one.WaitAsync(_over.Token);
        try
        {
            if (_computers.TryGetValue(instance.Id, out var computer)) await computer.StopAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    // A machine that shuts itself down leaves a word outside.
    private async Task SwitchesAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(_over.Token))
            foreach (var instance in Cloud.Instances.ToArray())
                if (instance.EndedAt is null && File.Exists(Path.Combine(Site.Folder, Name(instance) + ".down"))) Cloud.ShutDownFromInside(instance);
    }

    private string Notice(FakeInstance instance) => Path.Combine(Site.Folder, Name(instance) + ".notice");

    private static string Name(FakeInstance instance) => "ec2-" + instance.Id[^4..];
}
