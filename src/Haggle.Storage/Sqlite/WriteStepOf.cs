namespace Haggle.Storage.Sqlite;

/// <summary>Something to write, with an answer.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class WriteStep<T>(Func<Connection, T> work) : WriteStep
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<T> Answer => _answer.Task;

    public override bool IsDone => _answer.Task.IsCompleted;

    public override void Run(Connection connection) => _value = work(connection);

    public override void Succeed() => _answer.SetResult(_value!);

    public override void Fail(Exception fault) => _answer.SetException(fault);
}
