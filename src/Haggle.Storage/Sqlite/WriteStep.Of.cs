namespace Haggle.Storage.Sqlite;

/// <summary>Something to write, with an answer.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class WriteStep<T>(Func<Connection, T> work) : WriteStep
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;

    public Task<T> Answer => answer.Task;

    public override bool IsDone => answer.Task.IsCompleted;

    public override void Run(Connection connection) => value = work(connection);

    public override void Succeed() => answer.SetResult(value!);

    public override void Fail(Exception fault) => answer.SetException(fault);
}
