using System.Net.Http.Json;
using System.Text.Json;
using Haggle.Wire.Rest;

namespace Haggle.Bench.Latency;

/// <summary>The few requests of the benchmark.</summary>
internal sealed class RunClient(HttpClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Submits a run; gives its number and the instant at which the answer was there.</summary>
    public Task<(long Run, DateTimeOffset Accepted)> LaunchAsync(string submission, string script, CancellationToken cancellationToken) =>
        LaunchAsync(submission, script, "", cancellationToken);

    /// <summary>The same on machines of another kind than this computer.</summary>
    public async Task<(long Run, DateTimeOffset Accepted)> LaunchAsync(string submission, string script, string infra, CancellationToken cancellationToken)
    {
        var resources = infra.Length > 0 ? $"resources: {{infra: {infra}}}\n" : "";
        var request = new RunRequest { Submission = submission, FileName = "task.yaml", Text = $"name: {submission}\n{resources}run: |\n  {script}\n" };
        using var answer = await client.PostAsJsonAsync(new Uri("/v1/runs", UriKind.Relative), request, RestJson.Default.RunRequest, cancellationToken);
        var accepted = TimeProvider.System.GetUtcNow();
        return ((await ReadAsync(answer, cancellationToken)).Id, accepted);
    }

    /// <summary>Waits for the first bytes of the log as a reader does; gives the instant at which they were there.</summary>
    public async Task<DateTimeOffset> FirstLineAsync(long run, CancellationToken cancellationToken)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(from) < Patience)
        {
            var bytes = await client.GetByteArrayAsync(new Uri($"/v1/runs/{run}/logs?attempt=1&offset=0&wait=20", UriKind.Relative), cancellationToken);
            if (bytes.Length > 0) return TimeProvider.System.GetUtcNow();
        }

        throw new InvalidOperationException($"run {run} wrote no line within a minute");
    }

    /// <summary>Waits until the server knows that the program runs: before that there is nothing to be taken back.</summary>
    public async Task RunningAsync(long run, CancellationToken cancellationToken)
    {
        var seen = 0L;
        while (true)
        {
            using var answer = await client.GetAsync(new Uri($"/v1/runs/{run}/watch?seen={seen}&wait=20", UriKind.Relative), cancellationToken);
            var message = await ReadAsync(answer, cancellationToken);
            if (message.Phase == "running") return;
            if (message.Outcome is not null) throw new InvalidOperationException($"run {run} ended: {message.Reason}");
            seen = message.Version;
        }
    }

    /// <summary>Where a run stands, in a few words.</summary>
    public async Task<string> ToldAsync(long run, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(new Uri($"/v1/runs/{run}", UriKind.Relative), cancellationToken);
        var message = await ReadAsync(answer, cancellationToken);
        return $"{message.Phase}, {message.Outcome ?? "no outcome"}, {message.Reason}";
    }

    public Task ReclaimAsync(long run, TimeSpan notice, CancellationToken cancellationToken) =>
        PostAsync($"/v1/runs/{run}/reclaim", JsonContent.Create(new ReclaimRequest { NoticeSeconds = notice.TotalSeconds }, RestJson.Default.ReclaimRequest), cancellationToken);

    /// <summary>Ends a run and waits until nothing of it is left.</summary>
    public async Task DownAsync(long run, CancellationToken cancellationToken)
    {
        await PostAsync($"/v1/runs/{run}/down", null, cancellationToken);
        for (var (seen, ended) = (0L, false); !ended;)
        {
            using var answer = await client.GetAsync(new Uri($"/v1/runs/{run}/watch?seen={seen}&wait=20", UriKind.Relative), cancellationToken);
            var message = await ReadAsync(answer, cancellationToken);
            (seen, ended) = (message.Version, message.EndedAt is not null);
        }
    }

    private async Task PostAsync(string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        await ReadAsync(answer, cancellationToken);
    }

    private static async Task<RunMessage> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"the server answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, RestJson.Default.RunMessage) ?? throw new InvalidOperationException("the server answered with nothing");
    }
}
