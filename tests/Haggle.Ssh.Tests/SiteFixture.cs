using Haggle.Providers.Hosts;
using Haggle.Testbed;

namespace Haggle.Ssh.Tests;

/// <summary>Two computers that the tests of a class share. Where there can be none, its tests skip and say why.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    private SshSite? _site;
    private SshComputer? _first;
    private SshComputer? _second;
    private string _obstacle = "";
    private int _states;

    public SshSite Site => Need(_site);

    public SshComputer First => Need(_first);

    public SshComputer Second => Need(_second);

    public async ValueTask InitializeAsync()
    {
        _obstacle = SshSite.Obstacle();
        if (_obstacle.Length > 0) return;
        _site = await SshSite.MakeAsync(CancellationToken.None);
        _first = await _site.AddAsync("gpu1", new SshComputerOptions(), CancellationToken.None);
        _second = await _site.AddAsync("gpu2", new SshComputerOptions(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
    }

    /// <summary>The client's settings of one server; each call is another server.</summary>
    public SshSettings Settings() => new()
    {
        Folder = Path.Combine(Site.Folder, $"state{Interlocked.Increment(ref _states)}"),
        ConfigurationFile = Site.Configuration,
        Persist = TimeSpan.FromSeconds(20),
    };

    private T Need<T>(T? thing)
        where T : class
    {
        if (thing is null) Assert.Skip(_obstacle.Length > 0 ? _obstacle : "the site did not come about");
        return thing;
    }
}
