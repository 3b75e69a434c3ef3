namespace Haggle.Agent.Programs;

/// <summary>Keeps a guard alive, and ends every process of the machine but itself and the guard.</summary>
internal sealed class GuardWatch(string token, string endedPath, string allotmentPath, AgentLog log) : IDisposable
{
    private readonly MarkedProcesses processes = new(token);
    private Guard guard = Guard.Start(token, endedPath, allotmentPath);

    /// <summary>Starts another guard whenever one has died.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await guard.DiedAsync(cancellationToken);
            log.Write("the guard died; another one takes its place");
            guard.Dispose();
            guard = Guard.Start(token, endedPath, allotmentPath);
        }
    }

    public void KillAll() => processes.KillAll(guard.Id);

    public void Release() => guard.Release();

    public void Dispose() => guard.Dispose();
}
