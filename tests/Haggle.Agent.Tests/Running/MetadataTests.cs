using System.Globalization;
using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class MetadataTests : IDisposable
{
    private const string Action = "/latest/meta-data/spot/instance-action";
    private const string Advice = "/latest/meta-data/events/recommendations/rebalance";

    private readonly PretendedMetadata _metadata = new();
    private readonly MachineFolder _folder = new(Directory.CreateTempSubdirectory("haggle-metadata-").FullName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_notice_becomes_the_machines_reclaim()
    {
        using var http = new HttpClient();
        var watch = Watch(http);
        Assert.False(await watch.LookAsync(Cancellation));
        Assert.False(File.Exists(_folder.Reclaim));
        _metadata.Says[Action] = """{"action": "terminate", "time": "2126-11-21T17:02:00Z"}""";
        Assert.True(await watch.LookAsync(Cancellation));
        var schedule = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_folder.Reclaim, Cancellation), AgentJson.Default.ReclaimSchedule)!;
        Assert.Equal(new DateTimeOffset(2126, 11, 21, 17, 2, 0, TimeSpan.Zero), schedule.At);
        Assert.True(schedule.NoticeAt <= TimeProvider.System.GetUtcNow());
        Assert.Equal(1, _metadata.Sessions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"action\": \"terminate\"}")]
    [InlineData("{\"action\": \"terminate\", \"time\": \"soon\"}")]
    [InlineData("<html>")]
    public async Task What_is_no_notice_is_none(string said)
    {
        using var http = new HttpClient();
        _metadata.Says[Action] = said;
        Assert.False(await Watch(http).LookAsync(Cancellation));
        Assert.False(File.Exists(_folder.Reclaim));
    }

    [Fact]
    public async Task A_session_that_ended_is_begun_anew_and_a_service_that_is_away_is_asked_again()
    {
        using var http = new HttpClient();
        var watch = Watch(http);
        await watch.LookAsync(Cancellation);
        _metadata.ForgetSessions();
        _metadata.Says[Action] = """{"action":"terminate","time":"2126-11-21T17:02:00Z"}""";
        Assert.True(await watch.LookAsync(Cancellation));
        Assert.Equal(3, _metadata.Sessions);
        _metadata.Dispose();
        Assert.False(await watch.LookAsync(Cancellation));
    }

    [Fact]
    public async Task A_recommendation_is_written_down_once()
    {
        using var http = new HttpClient();
        var watch = Watch(http);
        _metadata.Says[Advice] = """{"noticeTime": "2026-11-21T17:00:00Z"}""";
        for (var i = 0; i < 3; i++) Assert.False(await watch.LookAsync(Cancellation));
        Assert.Single(await File.ReadAllLinesAsync(_folder.OwnLog, Cancellation), line => line.Contains("likelier than usual", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_program_of_a_machine_whose_notice_comes_saves_and_stops_in_time()
    {
        await using var machine = new TestMachine(environment: new Dictionary<string, string> { [Ec2Metadata.Variable] = _metadata.Address.ToString() });
        await machine.CallAsync(machine.Order("run", "trap 'echo final >$HAGGLE_CHECKPOINT_DIR/c; exit 0' TERM; echo up; while :; do sleep 0.1; done"));
        await TestMachine.Until(() => machine.Log.Contains("up", StringComparison.Ordinal), "the program is up");
        var at = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(2);
        _metadata.Says[Action] = string.Create(CultureInfo.InvariantCulture, $$"""{"action":"terminate","time":"{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""");
        var end = await machine.EndedAsync();
        Assert.Equal((0, "the provider takes the machine back"), (end.ExitCode!.Value, end.Why));
        Assert.Equal(at.ToUnixTimeSeconds(), end.ReclaimAt!.Value.ToUnixTimeSeconds());
        await machine.WaitAsync(s => s.Checkpoints is { Length: > 0 }, "the checkpoint is saved");
    }

    public void Dispose()
    {
        _metadata.Dispose();
        Directory.Delete(_folder.Home, recursive: true);
    }

    private Ec2Metadata Watch(HttpClient http) => new(_metadata.Address, http, _folder, new AgentLog(_folder.OwnLog, TimeProvider.System), TimeProvider.System);
}
