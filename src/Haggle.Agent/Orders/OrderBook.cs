using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Orders;

/// <summary>
/// The newest order and how far it lets the machine go. Orders are levels: the same one twice does nothing, and a lower stage after a higher one
/// (a message that was late) takes nothing back. Thread-safe.
/// </summary>
internal sealed class OrderBook(MachineFolder folder, AgentLog log)
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);
    private OrderMessage? order;
    private OrderStep reached = OrderStep.Hold;

    /// <summary>The newest order; null before the first.</summary>
    public OrderMessage? Order
    {
        get
        {
            lock (gate) return order;
        }
    }

    /// <summary>Covers the values of the secrets that came with any order.</summary>
    public SecretMask Mask { get; private set; } = SecretMask.None;

    /// <summary>Takes an order.</summary>
    /// <exception cref="InvalidDataException">Its stage is not known.</exception>
    public OrderStep Take(OrderMessage next)
    {
        var step = OrderSteps.Parse(next.Stage);
        TaskCompletionSource signal;
        lock (gate)
        {
            if (order?.Id == next.Id) return reached;
            order = next;
            Mask = MaskOf(next);
            if (step > reached) reached = step;
            step = reached;
            signal = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Keep(next);
        }

        log.Write($"order {next.Id}: {next.Stage}");
        signal.TrySetResult();
        return step;
    }

    /// <summary>Waits until orders go at least so far, and gives the newest.</summary>
    public async Task<OrderMessage> ReachedAsync(OrderStep step, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                // After a stop nothing is reached any more: the caller is cancelled in the next moment.
                if (order is not null && reached >= step && reached != OrderStep.Stop) return order;
                signal = changed.Task;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The order as it may be written down: values of secrets are left out.</summary>
    internal static OrderMessage WithoutSecrets(OrderMessage order)
    {
        var environment = new Dictionary<string, string>(order.Environment);
        foreach (var name in order.SecretNames.Where(environment.ContainsKey)) environment[name] = "***";
        return order with
        {
            Environment = environment,
            CheckpointRemote = WithoutSecrets(order.CheckpointRemote),
            Remotes = [.. order.Remotes.Select(mount => mount with { Remote = WithoutSecrets(mount.Remote) ?? mount.Remote })],
        };
    }

    private static RemoteMessage? WithoutSecrets(RemoteMessage? remote) => remote is null
        ? null
        : remote with { Settings = remote.Settings.ToDictionary(setting => setting.Key, setting => Remote.IsSecret(setting.Key) ? "***" : setting.Value) };

    private static IEnumerable<string> StoreSecrets(OrderMessage order) =>
        from remote in order.Remotes.Select(mount => mount.Remote).Append(order.CheckpointRemote)
        where remote is not null
        from setting in remote.Settings
        where Remote.IsSecret(setting.Key)
        select setting.Value;

    // An order to stop may come without them, and the program prints on.
    private SecretMask MaskOf(OrderMessage next)
    {
        foreach (var name in next.SecretNames) if (next.Environment.TryGetValue(name, out var value)) secrets.Add(value);
        foreach (var value in StoreSecrets(next)) secrets.Add(value);
        return secrets.Count == 0 ? SecretMask.None : new SecretMask(secrets);
    }

    private void Keep(OrderMessage next)
    {
        try
        {
            MachineFolder.WriteWhole(folder.Order, JsonSerializer.SerializeToUtf8Bytes(WithoutSecrets(next), AgentJson.Default.OrderMessage));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.Write($"the order could not be written down: {fault.Message}");
        }
    }
}
