using System.Text;
using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>
/// Asks the metadata server of a Compute Engine machine whether Google is about to take it back, and writes what it hears down as the machine's reclaim. Google gives 30
/// seconds, so that it is asked every second (Compute Engine, "Spot VMs: preemption process"; read 2026-11).
/// </summary>
internal sealed class GceMetadata(Uri address, HttpClient http, MachineFolder folder, TimeProvider time)
{
    /// <summary>Names the server's address; only machines of Compute Engine have it.</summary>
    public const string Variable = "HAGGLE_GCE_METADATA";

    /// <summary>From the notice to the end.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>The watch of this machine; null on one that has no such server.</summary>
    public static GceMetadata? Here(MachineFolder folder, TimeProvider time) =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out var address)
            ? new GceMetadata(address, new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }), folder, time) : null;

    /// <summary>Asks until the machine is to be taken.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            if (await LookAsync(cancellationToken)) return;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One look. A server that does not answer has nothing to say: the next look asks again.</summary>
    /// <returns>Whether the notice has come.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var late = new CancellationTokenSource(AnswerWithin, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "computeMetadata/v1/instance/preempted"));
            message.Headers.TryAddWithoutValidation("Metadata-Flavor", "Google");
            using var answer = await http.SendAsync(message, both.Token);

            // Only the metadata server answers with this header: a portal in between does not.
            if (!answer.IsSuccessStatusCode || !answer.Headers.TryGetValues("Metadata-Flavor", out var flavor) || !flavor.Contains("Google")) return false;
            if (Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(both.Token)).Trim() != "TRUE") return false;
            var now = time.GetUtcNow();
            MachineFolder.WriteWhole(folder.Reclaim, JsonSerializer.SerializeToUtf8Bytes(new ReclaimSchedule { At = now + Notice, NoticeAt = now }, AgentJson.Default.ReclaimSchedule));
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
