using System.Runtime.CompilerServices;

namespace Haggle.Simulation.Time;

/// <summary>Awaiting it continues when nothing else waits for the pool's only thread.</summary>
internal sealed class Rest : INotifyCompletion, IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Rest? s_mine;

    private Action? _continuation;

    public static Rest OfThePool => s_mine ??= new Rest();

    public bool IsCompleted => Thread.CurrentThread.IsThreadPoolThread && ThreadPool.PendingWorkItemCount == 0;

    public Rest GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation)
    {
        _continuation = continuation;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        if (ThreadPool.PendingWorkItemCount > 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else _continuation!();
    }
}
