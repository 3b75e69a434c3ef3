using System.Net;
using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class GoogleMetadataTests : IDisposable
{
    private readonly MachineFolder _folder = new(Directory.CreateTempSubdirectory("haggle-metadata-").FullName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TRUE", "Google", 200, true)]
    [InlineData("TRUE\n", "Google", 200, true)]
    [InlineData("FALSE", "Google", 200, false)]
    [InlineData("", "Google", 200, false)]
    [InlineData("TRUE", "", 200, false)] // A portal in between says what it likes.
    [InlineData("TRUE", "Google", 503, false)]
    public async Task Only_googles_own_word_is_a_notice(string says, string flavor, int status, bool isNotice)
    {
        using var server = new Answering((HttpStatusCode)status, says, flavor);
        using var http = new HttpClient(server, disposeHandler: false);
        Assert.Equal(isNotice, await new GceMetadata(new Uri("http://metadata.example/"), http, _folder, TimeProvider.System).LookAsync(Cancellation));
        Assert.Equal("http://metadata.example/computeMetadata/v1/instance/preempted Google", server.Asked);
        Assert.Equal(isNotice, File.Exists(_folder.Reclaim));
        if (!isNotice) return;
        var schedule = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_folder.Reclaim, Cancellation), AgentJson.Default.ReclaimSchedule)!;
        Assert.Equal(GceMetadata.Notice, schedule.At - schedule.NoticeAt);
    }

    [Fact]
    public async Task A_server_that_is_away_has_nothing_to_say()
    {
        using var server = new Answering(HttpStatusCode.OK, "TRUE", "Google") { IsAway = true };
        using var http = new HttpClient(server, disposeHandler: false);
        Assert.False(await new GceMetadata(new Uri("http://metadata.example/"), http, _folder, TimeProvider.System).LookAsync(Cancellation));
    }

    public void Dispose() => Directory.Delete(_folder.Home, recursive: true);

    private sealed class Answering(HttpStatusCode status, string says, string flavor) : HttpMessageHandler
    {
        public string Asked { get; private set; } = "";

        public bool IsAway { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsAway) throw new HttpRequestException("nobody is there");
            Asked = $"{request.RequestUri} {string.Join(",", request.Headers.GetValues("Metadata-Flavor"))}";
            var answer = new HttpResponseMessage(status) { Content = new StringContent(says) };
            if (flavor.Length > 0) answer.Headers.TryAddWithoutValidation("Metadata-Flavor", flavor);
            return Task.FromResult(answer);
        }
    }
}
