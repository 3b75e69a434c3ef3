using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>A cluster's Slurm by slurmrestd. The token is read from its file for each call, so that whoever renews it need tell nobody.</summary>
internal sealed class SlurmRest(SlurmCluster cluster, SlurmRestAddress address, HttpClient http, TimeProvider time) : ISlurm
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Since v0.0.39 the environment is a list and numbers may be objects; a list of words is refused before and an object after.
    private static readonly Version ListsSince = new(0, 0, 39);

    private readonly Version _version = Version.TryParse(address.Version.TrimStart('v', 'V'), out var version) ? version : new Version(0, 0, 38);

    /// <inheritdoc/>
    public Task<ImmutableArray<SlurmQueue>> PartitionsAsync(CancellationToken cancellationToken) => AskAsync("partitions", SlurmJson.Partitions, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SlurmNode>> NodesAsync(CancellationToken cancellationToken) => AskAsync("nodes", SlurmJson.Nodes, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SlurmJob>> JobsAsync(CancellationToken cancellationToken) => AskAsync("jobs", SlurmJson.Jobs, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<long>> WaitingAsync(string partition, CancellationToken cancellationToken) =>
        AskAsync("jobs", root => SlurmJson.Waiting(root, partition), cancellationToken);

    /// <inheritdoc/>
    public Task<SlurmJob?> AccountedAsync(long job, CancellationToken cancellationToken) => Task.FromResult<SlurmJob?>(null);

    /// <inheritdoc/>
    public async Task<long> SubmitAsync(JobRequest request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Body(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var (status, text) = await SendAsync(HttpMethod.Post, "job/submit", content, cancellationToken).ConfigureAwait(false);
        using var answer = Read(text);
        var errors = SlurmJson.Errors(answer.RootElement);
        if (errors.Length == 0 && SlurmJson.Submitted(answer.RootElement) is > 0 and var job) return job;
        if (IsPassing(status, errors)) throw Fault(errors, status);
        throw new SlurmRefusalException(errors.Length > 0 ? errors : $"slurmrestd answered {(int)status} and no job number");
    }

    /// <inheritdoc/>
    public async Task CancelAsync(long job, CancellationToken cancellationToken)
    {
        var (status, text) = await SendAsync(HttpMethod.Delete, "job/" + job.ToString(CultureInfo.InvariantCulture), null, cancellationToken).ConfigureAwait(false);
        using var answer = Read(text);
        var errors = SlurmJson.Errors(answer.RootElement);
        if (IsPassing(status, errors)) throw Fault(errors, status);
    }

    private byte[] Body(JobRequest request)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("script", request.Script);
            json.WriteStartObject("job");
            json.WriteString("name", request.Name);
            json.WriteString("comment", request.Comment);
            json.WriteString("partition", request.Partition);
            json.WriteNumber("tasks", request.Nodes);
            json.WriteNumber("tasks_per_node", 1);
            json.WriteNumber("cpus_per_task", request.Cpus);
            json.WriteBoolean("requeue", false);
            json.WriteString("current_working_directory", request.Folder);
            json.WriteString("standard_output", request.Output);
            WriteVersioned(json, request);
            if (request.Minutes is { } minutes) json.WriteNumber("time_limit", minutes);
            if (request.Account.Length > 0) json.WriteString("account", request.Account);
            if (request.Qos.Length > 0) json.WriteString("qos", request.Qos);
            if (request.Constraint.Length > 0) json.WriteString("constraints", request.Constraint);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private void WriteVersioned(Utf8JsonWriter json, JobRequest request)
    {
        const string Path = "/usr/local/bin:/usr/bin:/bin";
        if (_version < ListsSince)
        {
            json.WriteStartArray("nodes");
            json.WriteNumberValue(request.Nodes);
            json.WriteNumberValue(request.Nodes);
            json.WriteEndArray();
            json.WriteNumber("memory_per_node", request.MemoryMib);
            if (request.Gres.Length > 0) json.WriteString("gres", request.Gres);
            json.WriteString("signal", $"TERM@{Math.Clamp((long)request.Notice.TotalSeconds, 1, 65535)}");
            json.WriteStartObject("environment");
            json.WriteString("PATH", Path);
            json.WriteEndObject();
            return;
        }

        json.WriteNumber("minimum_nodes", request.Nodes);
        json.WriteNumber("maximum_nodes", request.Nodes);
        json.WriteStartObject("memory_per_node");
        json.WriteBoolean("set", true);
        json.WriteNumber("number", request.MemoryMib);
        json.WriteEndObject();
        if (request.Gres.Length > 0) json.WriteString("tres_per_node", "gres/" + request.Gres);
        json.WriteString("kill_warning_signal", "TERM");
        json.WriteNumber("kill_warning_delay", Math.Clamp((long)request.Notice.TotalSeconds, 1, 65535));
        json.WriteStartArray("environment");
        json.WriteStringValue("PATH=" + Path);
        json.WriteEndArray();
    }

    private async Task<T> AskAsync<T>(string what, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, what, null, cancellationToken).ConfigureAwait(false);
        using var answer = Read(text);
        var errors = SlurmJson.Errors(answer.RootElement);
        return status == HttpStatusCode.OK && errors.Length == 0 ? read(answer.RootElement) : throw Fault(errors, status);
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string what, HttpContent? content, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(address.Url, $"/slurm/{address.Version}/{what}")) { Content = content };
            request.Headers.Add("X-SLURM-USER-NAME", address.User);
            request.Headers.Add("X-SLURM-USER-TOKEN", (await File.ReadAllTextAsync(address.TokenFile, both.Token).ConfigureAwait(false)).Trim());
            using var response = await http.SendAsync(request, both.Token).ConfigureAwait(false);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SlurmException($"slurmrestd of {cluster.Name} did not answer within {Limit.TotalSeconds:0} s", isTransient: true, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new SlurmException($"slurmrestd of {cluster.Name}: {fault.Message}", isTransient: true, fault);
        }
    }

    private static JsonDocument Read(string text)
    {
        try
        {
            return JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        }
        catch (JsonException)
        {
            // A refused token is told in plain words.
            return JsonDocument.Parse("{}");
        }
    }

    private static bool IsPassing(HttpStatusCode status, string errors) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway || PassingFault.Is(errors);

    private SlurmException Fault(string errors, HttpStatusCode status) => new(
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"slurmrestd of {cluster.Name} refuses the token in {address.TokenFile}; make a new one (scontrol token)"
            : $"slurmrestd of {cluster.Name} answered {(int)status}{(errors.Length > 0 ? ": " + errors : "")}; if the token in {address.TokenFile} is old, make a new one (scontrol token)",
        isTransient: true);
}
