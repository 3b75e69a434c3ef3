using System.Collections.Immutable;
using System.Globalization;
using Haggle.Agent;
using Haggle.Agent.Allotments;
using Haggle.Agent.Hosts;
using Haggle.Core.Pools;
using Haggle.Simulation.Time;
using Haggle.Wire.Hosts;

namespace Haggle.Simulation.Pools;

/// <summary>
/// A machine that several servers share: the real book of allotments in a folder of its own, on virtual time, with processes and a driver that are pretended. It dies and
/// comes back with another boot.
/// </summary>
internal sealed class PoolBox
{
    public const double LeaseSeconds = 60;

    // Above every process that Linux could have: the book asks this computer when one of them began.
    private const int FirstProcess = 100_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Pump _pump;
    private readonly Dice _dice;
    private readonly PoolBug _bug;
    private readonly PoolPromises _promises;
    private readonly bool _driverTells;
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PoolHolder> _holders = new(StringComparer.Ordinal);
    private readonly int _cards;
    private IDisposable? _stuck;
    private int _boots;
    private AllotmentLife _life;

    public PoolBox(string name, string folder, int cards, Pump pump, Dice dice, PoolBug bug, PoolPromises promises)
    {
        (Name, Folder, _cards, _pump, _dice, _bug, _promises) = (name, folder, cards, pump, dice, bug, promises);
        _driverTells = dice.Chance(0.5);
        (Boot, Time, _life, Book) = Start();
    }

    public string Name { get; }

    public string Folder { get; }

    public Life Boot { get; private set; }

    public VirtualTime Time { get; private set; }

    public AllotmentBook Book { get; private set; }

    public bool IsUp { get; private set; } = true;

    /// <summary>Since when nothing new is to begin; null when it may.</summary>
    public DateTimeOffset? DrainedAt { get; set; }

    public static long MemoryMib { get; } = HostMemory.Read().TotalMib;

    public ICollection<PoolHolder> Holders => _holders.Values;

    public PoolMachine Entry => new() { Name = Name, Host = Name, Draining = DrainedAt is not null && _bug is not PoolBug.IgnoresDrain };

    /// <summary>Something of this allotment lived just now.</summary>
    public void Saw(string token) => _seen[token] = _pump.Now;

    public PoolHolder? Holder(string token) => _holders.GetValueOrDefault(token);

    public void Die()
    {
        IsUp = false;
        Boot.End();
        Interlocked.Exchange(ref _stuck, null)?.Dispose();
        foreach (var holder in _holders.Values) holder.Kill(null, _pump, Boot);
    }

    public void ComeBack(bool isCleaned)
    {
        if (isCleaned && Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        (Boot, Time, _life, Book) = Start();
        IsUp = true;
    }

    /// <summary>Somebody holds the lock of the folder and takes their time.</summary>
    public async Task HoldLockAsync(TimeSpan span)
    {
        try
        {
            _stuck = await AllotmentPlace.LockAsync(Folder, Time, CancellationToken.None);
        }
        catch (AllotmentFault)
        {
            return;
        }

        await Task.Delay(span, Time);
        Interlocked.Exchange(ref _stuck, null)?.Dispose();
    }

    /// <summary>A question on its way there and back. Either way may be lost, and an answer to a server that is dead is nobody's.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public Task<T> AskAsync<T>(Func<Task<T>> act, TimeProvider caller, bool mayBeLost)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (there, back) = (_dice.Seconds(0.01, 0.4), _dice.Seconds(0.01, 0.4));
        var isLost = mayBeLost && _dice.Chance(0.05);
        if (IsUp)
        {
            _pump.After(there, Boot, () => _ = GuardAsync(async () =>
            {
                var said = await act();
                if (!isLost) _pump.After(back, () => answer.TrySetResult(said));
            }));
        }

        return answer.Task.WaitAsync(Patience, caller);
    }

    public async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (AllotmentFault)
        {
            // The caller hears nothing and asks again.
        }
        catch (Exception fault)
        {
            _promises.Break("the pool stands", fault.ToString());
        }
    }

    public async Task<HostFactsMessage> FactsAsync()
    {
        var gpus = Gpus();
        var all = (await Book.ListAsync(gpus, CancellationToken.None)).All;
        Check();
        return new HostFactsMessage
        {
            Agent = "1",
            Host = Name,
            Architecture = "x86_64",
            Kernel = "",
            Boot = BootName,
            At = _pump.Now,
            User = "u",
            Vcpus = HostMemory.Vcpus(),
            MemoryMib = MemoryMib,
            MemoryFreeMib = MemoryMib,
            DiskMib = 1,
            DiskFreeMib = 1,
            Gpus = gpus,
            Allotments = all,
        };
    }

    /// <summary>Allots and starts the agent, a little later.</summary>
    public async Task<string> LaunchAsync(AllotRequest wish, TimeSpan lasts, DateTimeOffset sentAt)
    {
        if (_holders.ContainsKey(wish.Token)) return AllotAnswer.Given;
        var gpus = Gpus();
        var answer = _bug is PoolBug.NoLock ? await CarelessAsync(wish, gpus) : await Book.AllotAsync(wish, gpus, CancellationToken.None);
        if (answer is not { Outcome: AllotAnswer.Given, Allotment: { } part }) return answer.Outcome;
        if (DrainedAt < sentAt) _promises.Break("a drained machine begins nothing new", $"{wish.Token} was asked for at {sentAt:HH:mm:ss} and began on {Name}, drained at {DrainedAt:HH:mm:ss}");
        Saw(wish.Token);
        Check();
        if (_holders.ContainsKey(wish.Token)) return answer.Outcome;

        // Some agents start late, some never: nobody has taken the allotment over then.
        var holder = new PoolHolder(this, wish.Token, FirstProcess + _holders.Count, part, lasts, _bug is PoolBug.RenewsForEver);
        if (_dice.Chance(0.05) && !_promises.IsCalm) return answer.Outcome;
        _holders[wish.Token] = holder;
        _pump.After(_dice.Chance(0.1) ? _dice.Seconds(30, 100) : _dice.Seconds(0.2, 5), Boot, () => _ = GuardAsync(() => holder.LiveAsync(_pump, Boot)));
        return answer.Outcome;
    }

    /// <summary>Ends what runs under a token and gives its part back.</summary>
    public async Task<string> EndAsync(string token)
    {
        if (Holder(token) is { } holder) holder.Kill(null, _pump, Boot);
        var answer = await Book.FreeAsync(token, 0, CancellationToken.None);
        Check();
        return answer.Outcome;
    }

    public void Check()
    {
        if (!IsUp || !Directory.Exists(Folder)) return;
        var now = _pump.Now.UtcTicks / TimeSpan.TicksPerMillisecond;
        var gpus = Gpus();
        var standing = new AllotmentShelf(Folder).All().Records.Where(record => _life.StandsBecause(record, now, gpus) is not null).Select(record => record.Message(now, "")).ToImmutableArray();
        _promises.Look(this, standing, [.. _holders.Values.Where(holder => holder.ProgramRuns).Select(holder => holder.Part)], _seen);
    }

    private string BootName => string.Create(CultureInfo.InvariantCulture, $"boot-{_boots}");

    private (Life, VirtualTime, AllotmentLife, AllotmentBook) Start()
    {
        _boots++;
        var boot = new Life(_boots);
        var time = new VirtualTime(_pump, boot);
        _holders.Clear();
        var life = new AllotmentLife(
            BootName,
            Native.UserAndGroup().User,
            token => _bug is not PoolBug.TakesBackTooEarly && Holder(token) is { ProgramRuns: true },
            (process, _) => _bug is not PoolBug.TakesBackTooEarly && _holders.Values.Any(holder => holder.Process == process && holder.AgentLives));
        return (boot, time, life, new AllotmentBook(Folder, life, time));
    }

    // Some drivers tell who uses a card, some do not.
    private GpuMessage[] Gpus() =>
    [
        .. Enumerable.Range(0, _cards).Select(index => $"GPU-{Name}-{index}").Select((id, index) => new GpuMessage
        {
            Index = index,
            Id = id,
            Uuid = id,
            Name = "NVIDIA T4",
            Maker = "NVIDIA",
            MemoryMib = 16_384,
            Processes = !_driverTells ? [] :
            [
                .. _holders.Values.Where(holder => holder.ProgramRuns && holder.Part.Gpus.Any(part => part.Id == id))
                    .Select(holder => new GpuProcessMessage { Process = holder.Process, Token = holder.Token }),
            ],
        }),
    ];

    /// <summary>The book as somebody would have written it who does not know that others write too.</summary>
    private async Task<AllotAnswer> CarelessAsync(AllotRequest wish, GpuMessage[] gpus)
    {
        Directory.CreateDirectory(Folder);
        var shelf = new AllotmentShelf(Folder);
        var now = _pump.Now.UtcTicks / TimeSpan.TicksPerMillisecond;
        var standing = shelf.All().Records.Where(record => _life.StandsBecause(record, now, gpus) is not null).ToArray();
        var (outcome, why, given) = AllotmentRules.Choose(wish, gpus, HostMemory.Vcpus(), MemoryMib, standing);
        if (outcome != AllotAnswer.Given) return new AllotAnswer { Outcome = outcome, Why = why };
        await Task.Delay(_dice.Seconds(0.1, 1), Time);
        var record = new AllotmentRecord
        {
            Token = wish.Token,
            Owner = wish.Owner,
            User = Environment.UserName,
            UserId = Native.UserAndGroup().User,
            Gpus = given,
            MemoryMib = wish.MemoryMib,
            Boot = BootName,
            LeaseSeconds = wish.LeaseSeconds,
            LeaseEnds = now + (long)(wish.LeaseSeconds * 1000),
        };
        shelf.Write(record);
        return new AllotAnswer { Outcome = AllotAnswer.Given, Allotment = record.Message(now, "") };
    }
}
