using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Store;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Local;
using Haggle.Providers.Slurm;
using Haggle.Providers.Ssh;
using Haggle.Server.Endpoints;
using Haggle.Server.Gateway;
using Haggle.Server.Intake;
using Haggle.Server.Pools;
using Haggle.Server.Stores;
using Haggle.Storage.Folders;
using Haggle.Storage.Sqlite;
using Haggle.Wire.Rest;

namespace Haggle.Server.Hosting;

/// <summary>Puts the server together by hand, and runs it.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RunEngine _engine;
    private readonly SqliteStore _store;
    private readonly SshProvider _ssh;
    private readonly IdleWatch _idle;
    private readonly BucketTidy _tidy;
    private readonly AwsTidy? _awsTidy;
    private readonly bool _isPrivate;

    private ServerHost(WebApplication app, RunEngine engine, SqliteStore store, SshProvider ssh, IdleWatch idle, BucketTidy tidy, AwsTidy? awsTidy, bool isPrivate) =>
        (_app, _engine, _store, _ssh, _idle, _tidy, _awsTidy, _isPrivate) = (app, engine, store, ssh, idle, tidy, awsTidy, isPrivate);

    public static Task<ServerHost> BuildAsync(HomeFolder home, bool isPrivate)
    {
        var settings = Settings.Read(home);
        var time = TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.UseUtcTimestamp = true;
            o.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        File.Delete(home.Socket);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.ListenUnixSocket(home.Socket);
            k.AddServerHeader = false;
        });
        var app = builder.Build();

        var identity = new ServerIdentity(ServerProgram.Version, BuildOf(Path.Combine(AppContext.BaseDirectory, "haggle-server.dll")), time.GetUtcNow(), home.Path, isPrivate);
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        var store = SqliteStore.Open(new SqliteStoreOptions { Path = home.Database });
        var agent = AgentProgram();
        var local = new LocalProvider(settings.Local, home.Machines, [agent], BuiltInOffers.Find, time);
        var client = new SshSettings { Folder = home.Ssh };
        var shelf = new PoolShelf(home.Pool, logs.CreateLogger<PoolShelf>());
        var ssh = new SshProvider(new SshPoolSettings { Machines = shelf.Machines, Client = client, AgentFile = AgentFile(agent) }, time);
        var slurm = new SlurmProvider(settings.Slurm, client, agent, time);
        ImmutableArray<IProvider> providers = settings.Slurm.Clusters.IsEmpty ? [local, ssh] : [local, ssh, slurm];
        ImmutableArray<IMachineDoor> doors = [new LocalDoor(home.Machines, time), ssh, slurm.Door];
        var market = new OpenMarket(home.Path, AppContext.BaseDirectory);
        var aws = AwsParts.Make(settings.Aws, client, AgentFile(agent), market, time);
        if (aws is not null) (providers, doors) = (providers.Add(aws.Provider), doors.Add(aws.Door));
        var clouds = RentedClouds.Make(settings.Rented, home.Clouds, client, AgentFile(agent), market, time);
        (providers, doors) = (providers.AddRange(clouds.Select(cloud => cloud.Provider)), doors.AddRange(clouds.Select(cloud => cloud.Door)));
        var bundles = new BundleStore(home.Bundles, time);
        var storeBook = new StoreBook(settings.Stores, time);
        var places = new StorePlaces(store.Owner.Value);
        var checkpoints = new CheckpointStores(store, new FolderCheckpointStore(home.Checkpoints), storeBook, places, time);
        var tidy = new BucketTidy(home.Buckets, store, storeBook, time, logs.CreateLogger<BucketTidy>());
        var machineStores = new MachineStores(storeBook, places, logs.CreateLogger<MachineStores>());
        var logFiles = new FolderLogStore(home.Logs);
        var link = new AgentLink(doors, LinkSettings(home, store, machineStores), time);
        var learnt = new ExperienceFile(home.Experience, time);
        var ports = new EnginePorts { Store = store, Providers = providers, Link = link, Checkpoints = checkpoints, Logs = logFiles, SpotPriors = BuiltInSpotPriors.All, Egress = KnownProviders.Egress, LearntElsewhere = learnt.Read() };
        var engine = new RunEngine(ports, settings.Policy, time, logs);
        var idle = new IdleWatch(() => engine.LiveRuns + tidy.Waiting, time);
        var intake = new RunIntake(engine, store, bundles, new StoreIntake(storeBook, time), tidy);
        app.Use(async (http, next) =>
        {
            idle.Entered();
            try
            {
                await next(http);
            }
            finally
            {
                idle.Left();
            }
        });
        new ServerEndpoints(engine, store, identity, idle, new Doctor(home, identity, settings.Local, agent), app.Lifetime).Map(app);
        new ExperienceEndpoints(engine, learnt).Map(app);
        new BundleEndpoints(bundles).Map(app);
        new PlanEndpoints(intake).Map(app);
        new OfferEndpoints(market, time).Map(app);
        var rented = new CloudEndpoints(clouds, store);
        rented.Map(app);
        new AwsEndpoints(aws, rented, store).Map(app);
        if (aws is not null) app.Lifetime.ApplicationStopped.Register(aws.Dispose);
        foreach (var cloud in clouds) app.Lifetime.ApplicationStopped.Register(cloud.Dispose);
        new RunEndpoints(engine, store, intake).Map(app);
        new LogEndpoints(engine, store, logFiles).Map(app);
        new BillEndpoints(engine, store).Map(app);
        new MachineEndpoints(engine, local, doors, link).Map(app);
        new PoolEndpoints(shelf, new SshReach(ssh, new HostKeyLook(client, time)), time).Map(app);
        new ChannelEndpoints(engine, link, app.Lifetime).Map(app);
        var awsTidy = aws is null ? null : new AwsTidy(aws.Sweep, store, time, logs.CreateLogger<AwsTidy>());
        return Task.FromResult(new ServerHost(app, engine, store, ssh, idle, tidy, awsTidy, isPrivate));
    }

    /// <summary>Runs until told to stop, or until there is nothing to watch.</summary>
    public async Task RunAsync()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_app.Lifetime.ApplicationStopping);
        var engine = _engine.RunAsync(stopping.Token);
        var tidying = Task.WhenAll(_tidy.RunAsync(stopping.Token), _awsTidy?.RunAsync(stopping.Token) ?? Task.CompletedTask);
        await _app.StartAsync(stopping.Token);
        try
        {
            await _idle.WaitAsync(_isPrivate, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await _app.StopAsync();
        await stopping.CancelAsync();
        await engine;
        await tidying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _app.DisposeAsync();
        await _ssh.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static AgentLinkSettings LinkSettings(HomeFolder home, SqliteStore store, MachineStores stores) => new()
    {
        KeySeed = home.KeySeed(),
        BundleFolder = home.Bundles,
        CheckpointFolder = home.Checkpoints,
        StoresOf = stores.ForAsync,
        SourceOf = store.SourceAsync,
    };

    private static string AgentProgram() => Environment.GetEnvironmentVariable("HAGGLE_AGENT_EXE") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "haggle-agent");

    // Other computers need the agent as one file; a build for this one has its parts beside it.
    private static string AgentFile(string agent) => Environment.GetEnvironmentVariable("HAGGLE_AGENT_FILE") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "agent", "haggle-agent") is var single && File.Exists(single) ? single : agent;

    private static string BuildOf(string program) =>
        File.Exists(program) ? BuildName.Of(ServerProgram.Version, File.GetLastWriteTimeUtc(program)) : ServerProgram.Version;
}
