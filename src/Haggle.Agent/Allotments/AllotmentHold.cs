using Haggle.Agent.State;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>
/// An agent's own allotment: taken over when the agent starts, renewed while it lives, given back when its machine has ended. A machine without one
/// (a rented one, which nobody shares) uses whatever there is.
/// </summary>
internal sealed class AllotmentHold
{
    /// <summary>The end of a machine whose accelerators somebody else has.</summary>
    public const string Lost = "allotment lost";

    // A third of the usual lease would do; being early costs one small file.
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(5);

    private readonly AllotmentBook book;
    private readonly string token;
    private readonly AgentLog log;
    private readonly TimeProvider time;

    private AllotmentHold(AllotmentBook book, string token, AllotmentMessage? allotment, AgentLog log, TimeProvider time)
    {
        (this.book, this.token, this.log, this.time) = (book, token, log, time);
        Allotment = allotment;
        Environment = allotment is null ? [] : VisibleGpus.Environment(allotment.Gpus);
    }

    /// <summary>What is allotted; null when nothing was, and all is to be used.</summary>
    public AllotmentMessage? Allotment { get; }

    /// <summary>What every program of the machine is to find in its environment, over all else.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>The file that is to be deleted when the agent dies and nothing of the machine runs any more; "" for none.</summary>
    public string Path => Allotment is null ? "" : new AllotmentShelf(book.Folder).PathOf(token);

    /// <summary>Finds the allotment that bears the machine's token, and takes it over for this process.</summary>
    public static async Task<AllotmentHold> TakeAsync(string token, AgentLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var book = new AllotmentBook(AllotmentPlace.Find(), AllotmentLife.OfThisHost(), time);
        if (!AllotmentShelf.IsToken(token) || !File.Exists(new AllotmentShelf(book.Folder).PathOf(token))) return new AllotmentHold(book, token, null, log, time);
        var answer = await book.RenewAsync(token, 0, System.Environment.ProcessId, cancellationToken);
        if (answer.Allotment is { } allotment) log.Write($"allotted: {string.Join(", ", allotment.Gpus.Select(gpu => gpu.Id))}");
        return answer.Outcome == AllotAnswer.Given
            ? new AllotmentHold(book, token, answer.Allotment, log, time)
            : throw new AllotmentFault($"the allotment of this machine is no longer its own: {answer.Why}");
    }

    /// <summary>Renews it for as long as the machine lives.</summary>
    public async Task RenewAsync(Ending ending, CancellationToken cancellationToken)
    {
        while (Allotment is not null)
        {
            await Task.Delay(RenewEvery, time, cancellationToken);
            try
            {
                var answer = await book.RenewAsync(token, 0, System.Environment.ProcessId, cancellationToken);
                if (answer.Outcome == AllotAnswer.Given) continue;

                // Somebody deleted it by hand: whoever comes next may get the same accelerators at any time.
                log.Write($"the allotment is gone: {answer.Why}");
                ending.Ask(Lost);
                return;
            }
            catch (Exception fault) when (fault is AllotmentFault or IOException or UnauthorizedAccessException)
            {
                // This process lives, so the allotment stands without its lease.
                log.Write($"the allotment could not be renewed: {fault.Message}");
                await Task.Delay(RetryAfterFault, time, cancellationToken);
            }
        }
    }

    /// <summary>Gives it back. What cannot be given back now lapses with its lease.</summary>
    public async Task FreeAsync(CancellationToken cancellationToken)
    {
        if (Allotment is null) return;
        try
        {
            await book.FreeAsync(token, System.Environment.ProcessId, cancellationToken);
        }
        catch (Exception fault) when (fault is AllotmentFault or IOException or UnauthorizedAccessException)
        {
            log.Write($"the allotment could not be given back: {fault.Message}");
        }
    }
}
