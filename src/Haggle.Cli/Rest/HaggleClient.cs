using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Rest;

/// <summary>The REST API as methods. Every refusal is a <see cref="ServerRefusal"/>, every lost connection an <see cref="IOException"/>.</summary>
internal sealed class HaggleClient(IRestTransport transport) : IDisposable
{
    /// <summary>An error's body is a sentence; whatever is longer is not ours.</summary>
    private const int LongestError = 1 << 20;

    public Task<AboutMessage> AboutAsync(CancellationToken cancellationToken) => GetAsync("/v1/about", RestJson.Default.AboutMessage, cancellationToken);

    public Task<DoctorMessage> DoctorAsync(CancellationToken cancellationToken) => GetAsync("/v1/doctor", RestJson.Default.DoctorMessage, cancellationToken);

    public Task<DoctorMessage> CloudDoctorAsync(string cloud, CancellationToken cancellationToken) => GetAsync("/v1/doctor/" + cloud, RestJson.Default.DoctorMessage, cancellationToken);

    public Task<DoctorMessage> AwsQuotaAsync(QuotaRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/aws/quota", request, RestJson.Default.QuotaRequest, RestJson.Default.DoctorMessage, cancellationToken);

    public Task<LeftoverListMessage> LeftoversAsync(CancellationToken cancellationToken) => GetAsync("/v1/leftovers", RestJson.Default.LeftoverListMessage, cancellationToken);

    public Task<LeftoverListMessage> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/leftovers", request, RestJson.Default.SweepRequest, RestJson.Default.LeftoverListMessage, cancellationToken);

    public Task<ExperienceMessage> ExperienceAsync(CancellationToken cancellationToken) => GetAsync("/v1/experience", RestJson.Default.ExperienceMessage, cancellationToken);

    public Task<ExperienceLinesMessage> ExperienceLinesAsync(CancellationToken cancellationToken) =>
        GetAsync("/v1/experience/lines", RestJson.Default.ExperienceLinesMessage, cancellationToken);

    public Task<ExperienceImportMessage> TakeInAsync(ExperienceLinesMessage lines, CancellationToken cancellationToken) =>
        PostAsync("/v1/experience/lines", lines, RestJson.Default.ExperienceLinesMessage, RestJson.Default.ExperienceImportMessage, cancellationToken);

    public Task<QueueMessage> QueueAsync(CancellationToken cancellationToken) => GetAsync("/v1/queue", RestJson.Default.QueueMessage, cancellationToken);

    public Task<PlanMessage> PlanAsync(PlanRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/plan", request, RestJson.Default.PlanRequest, RestJson.Default.PlanMessage, cancellationToken);

    public Task<RunMessage> SubmitAsync(RunRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/runs", request, RestJson.Default.RunRequest, RestJson.Default.RunMessage, cancellationToken);

    public Task<RunListMessage> RunsAsync(bool all, int limit, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs?all={(all ? "true" : "false")}&limit={limit}"), RestJson.Default.RunListMessage, cancellationToken);

    public Task<RunMessage> RunAsync(long run, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs/{run}"), RestJson.Default.RunMessage, cancellationToken);

    public Task<RunMessage> WatchAsync(long run, long seen, int waitSeconds, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs/{run}/watch?seen={seen}&wait={waitSeconds}"), RestJson.Default.RunMessage, cancellationToken);

    public Task<EventListMessage> EventsAsync(long run, long after, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs/{run}/events?after={after}"), RestJson.Default.EventListMessage, cancellationToken);

    public Task<BillMessage> BillAsync(long run, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs/{run}/bill"), RestJson.Default.BillMessage, cancellationToken);

    public Task<RunMessage> StopAsync(long run, CancellationToken cancellationToken) => TellAsync(Query($"/v1/runs/{run}/stop"), cancellationToken);

    public Task<RunMessage> DownAsync(long run, CancellationToken cancellationToken) => TellAsync(Query($"/v1/runs/{run}/down"), cancellationToken);

    public Task<RunMessage> ReclaimAsync(long run, ReclaimRequest request, CancellationToken cancellationToken) =>
        PostAsync(Query($"/v1/runs/{run}/reclaim"), request, RestJson.Default.ReclaimRequest, RestJson.Default.RunMessage, cancellationToken);

    public Task<PoolMessage> MachinesAsync(CancellationToken cancellationToken) => GetAsync("/v1/machines", RestJson.Default.PoolMessage, cancellationToken);

    public Task<PoolMachineMessage> MachineAsync(string name, CancellationToken cancellationToken) =>
        GetAsync($"/v1/machines/{Uri.EscapeDataString(name)}", RestJson.Default.PoolMachineMessage, cancellationToken);

    public Task<AddMachineMessage> AddMachineAsync(AddMachineRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/machines", request, RestJson.Default.AddMachineRequest, RestJson.Default.AddMachineMessage, cancellationToken);

    public Task<PoolMachineMessage> RemoveMachineAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync(new RestCall("DELETE", $"/v1/machines/{Uri.EscapeDataString(name)}"), RestJson.Default.PoolMachineMessage, cancellationToken);

    public Task<PoolMachineMessage> DrainMachineAsync(string name, DrainRequest request, CancellationToken cancellationToken) =>
        PostAsync($"/v1/machines/{Uri.EscapeDataString(name)}/drain", request, RestJson.Default.DrainRequest, RestJson.Default.PoolMachineMessage, cancellationToken);

    public Task<ShellMessage> ShellAsync(long run, int rank, CancellationToken cancellationToken) =>
        GetAsync(Query($"/v1/runs/{run}/shell?rank={rank}"), RestJson.Default.ShellMessage, cancellationToken);

    /// <summary>A raw connection to the agent of a machine, for channels; closing the answer closes it.</summary>
    public async Task<RestAnswer> ChannelsAsync(long run, int rank, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(new RestCall("GET", Query($"/v1/runs/{run}/channels?rank={rank}")) { Upgrade = RestHeader.Channels }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == RestAnswer.Upgraded) return answer;
        answer.Dispose();
        throw new IOException("what stands between here and the server does not let connections through that go both ways");
    }

    public Task<AboutMessage> StopServerAsync(StopServerRequest request, CancellationToken cancellationToken) =>
        PostAsync("/v1/server/stop", request, RestJson.Default.StopServerRequest, RestJson.Default.AboutMessage, cancellationToken);

    /// <summary>Runs a command on a machine, hands its output on as it comes and gives its exit code.</summary>
    public async Task<int> ExecAsync(long run, ExecRequest request, Action<ReadOnlyMemory<byte>> output, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(
            new RestCall("POST", Query($"/v1/runs/{run}/exec")) { Body = BodyOf(request, RestJson.Default.ExecRequest) }, cancellationToken).ConfigureAwait(false);
        while (await ExecFrame.ReadAsync(answer.Body, cancellationToken).ConfigureAwait(false) is var (kind, content))
        {
            if (kind == ExecFrame.Exit) return int.Parse(content, CultureInfo.InvariantCulture);
            if (kind == ExecFrame.Output) output(content);
        }

        throw new IOException("the server did not say how the command ended");
    }

    /// <summary>Reads a piece of a log, waiting for one if need be.</summary>
    public async Task<LogBytes> LogsAsync(long run, int? attempt, int rank, long offset, int waitSeconds, CancellationToken cancellationToken)
    {
        var which = attempt is { } number ? Query($"attempt={number}&") : "";
        var call = new RestCall("GET", Query($"/v1/runs/{run}/logs?{which}rank={rank}&offset={offset}&wait={waitSeconds}"));
        using var answer = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        await answer.Body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        var from = answer.Number(RestHeader.LogOffset) ?? Math.Max(0, offset);
        return new LogBytes(
            (int)(answer.Number(RestHeader.LogAttempt) ?? attempt ?? 0),
            answer.Number(RestHeader.LogNext) ?? from + bytes.Length,
            answer.Header(RestHeader.LogEnd) == "true",
            bytes.ToArray());
    }

    public async Task<bool> HasBundleAsync(string sha256, CancellationToken cancellationToken)
    {
        using var answer = await transport.SendAsync(new RestCall("HEAD", "/v1/bundles/" + sha256), cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess;
    }

    public async Task SendBundleAsync(string sha256, Stream tar, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(
            new RestCall("PUT", "/v1/bundles/" + sha256) { Body = tar, ContentType = "application/x-tar" }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    private Task<RunMessage> TellAsync(string target, CancellationToken cancellationToken) =>
        ReadAsync(new RestCall("POST", target), RestJson.Default.RunMessage, cancellationToken);

    private Task<T> GetAsync<T>(string target, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(new RestCall("GET", target), type, cancellationToken);

    private Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string target, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        ReadAsync(new RestCall("POST", target) { Body = BodyOf(request, requestType) }, answerType, cancellationToken);

    private async Task<T> ReadAsync<T>(RestCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        await answer.Body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), type) ?? throw new IOException("the server's answer is empty");
        }
        catch (JsonException problem)
        {
            throw new IOException("the server's answer cannot be understood: " + problem.Message, problem);
        }
    }

    private async Task<RestAnswer> CallAsync(RestCall call, CancellationToken cancellationToken)
    {
        var answer = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess) return answer;
        using (answer) throw await RefusalOfAsync(call, answer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServerRefusal> RefusalOfAsync(RestCall call, RestAnswer answer, CancellationToken cancellationToken)
    {
        var text = new byte[LongestError];
        var length = await answer.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(text.AsSpan(0, length), RestJson.Default.ErrorMessage) is { Error: { } detail }) return new ServerRefusal(answer.Status, detail);
        }
        catch (JsonException)
        {
            // Whatever stands between us and the server answered instead of it: its status is all there is to say.
        }

        var sentence = string.Create(CultureInfo.InvariantCulture, $"{call.Method} {call.Target.Split('?')[0]} was answered with status {answer.Status}");
        return new ServerRefusal(answer.Status, new ErrorDetail { Code = ErrorCode.Internal, Message = sentence });
    }

    private static MemoryStream BodyOf<T>(T request, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(request, type));

    private static string Query(FormattableString target) => FormattableString.Invariant(target);
}
