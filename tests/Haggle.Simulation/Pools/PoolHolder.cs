using Haggle.Agent.Allotments;
using Haggle.Simulation.Time;
using Haggle.Wire.Hosts;

namespace Haggle.Simulation.Pools;

/// <summary>The agent of one allotment with its program: it takes the allotment over, renews it while it lives, and gives it back, as the real agent does.</summary>
internal sealed class PoolHolder(PoolBox box, string token, int process, AllotmentMessage part, TimeSpan lasts, bool renewsForEver)
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(5);

    public string Token { get; } = token;

    public int Process { get; } = process;

    /// <summary>What it was given.</summary>
    public AllotmentMessage Part { get; } = part;

    public bool AgentLives { get; private set; } = true;

    public bool ProgramRuns { get; private set; }

    /// <summary>Whether the program came to its own end.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether nothing of it runs any more.</summary>
    public bool IsDead => !AgentLives && !ProgramRuns;

    public async Task LiveAsync(Pump pump, Life boot)
    {
        if (!AgentLives) return;
        if (!await RenewsAsync())
        {
            AgentLives = false;
            return;
        }

        if (!AgentLives) return;
        ProgramRuns = true;
        pump.After(lasts, boot, () => _ = box.GuardAsync(EndAsync));
        while (AgentLives || renewsForEver)
        {
            await Task.Delay(RenewEvery, box.Time);
            if (IsDone || (!AgentLives && !renewsForEver)) return;
            if (!await RenewsAsync()) Kill(orphan: null, pump, boot);
        }
    }

    /// <summary>The agent is killed. Its program dies with it, or after a while.</summary>
    public void Kill(TimeSpan? orphan, Pump pump, Life boot)
    {
        AgentLives = false;
        if (orphan is { } late && ProgramRuns) pump.After(late, boot, EndProgram);
        else EndProgram();
        box.Saw(Token);
    }

    private void EndProgram()
    {
        ProgramRuns = false;
        box.Saw(Token);
    }

    private async Task EndAsync()
    {
        if (!ProgramRuns || !AgentLives) return;
        EndProgram();
        IsDone = true;
        try
        {
            await box.Book.FreeAsync(Token, Process, CancellationToken.None);
        }
        catch (AllotmentFault)
        {
            // What cannot be given back now lapses with its lease.
        }

        AgentLives = false;
        box.Saw(Token);
        box.Check();
    }

    private async Task<bool> RenewsAsync()
    {
        while (true)
        {
            var isAlive = AgentLives;
            try
            {
                var answer = await box.Book.RenewAsync(Token, 0, Process, CancellationToken.None);
                if (isAlive) box.Saw(Token);
                box.Check();
                return answer.Outcome == AllotAnswer.Given;
            }
            catch (AllotmentFault)
            {
                await Task.Delay(RetryAfterFault, box.Time);
            }
        }
    }
}
