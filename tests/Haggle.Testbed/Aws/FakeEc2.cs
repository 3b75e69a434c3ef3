using System.Globalization;

namespace Haggle.Testbed.Aws;

/// <summary>
/// A cloud that behaves as EC2's documentation says EC2 may: it has no capacity, quotas, a market that moves, lists that lag, calls that are throttled,
/// answers that are lost, machines that are taken back with and without notice. It keeps its own meter.
/// </summary>
internal sealed class FakeEc2(TimeProvider time)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static readonly IReadOnlyDictionary<string, int> Vcpus = new Dictionary<string, int> { ["g4dn.xlarge"] = 4, ["p3.2xlarge"] = 8, ["p3.8xlarge"] = 32 };

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Region, string Token), (string Words, string Id)> _tokens = [];
    private readonly Dictionary<(string Zone, string Type), List<(DateTimeOffset At, decimal Usd)>> _market = [];
    private int _number;

    public List<FakeInstance> Instances { get; } = [];

    public HashSet<string> KeyPairs { get; } = [];

    public Dictionary<string, string> Groups { get; } = [];

    public Dictionary<string, string> GroupRules { get; } = [];

    public IReadOnlyDictionary<string, decimal> OnDemand { get; } = new Dictionary<string, decimal> { ["g4dn.xlarge"] = 0.526m, ["p3.2xlarge"] = 3.06m, ["p3.8xlarge"] = 12.24m };

    /// <summary>Things that bear a tag beside instances: kind, id, region, tag, size.</summary>
    public List<(string Kind, string Id, string Region, string Owner, int Size)> Left { get; } = [];

    /// <summary>The image that the parameter names; "" when the region has no such parameter.</summary>
    public string ImageParameter { get; set; } = "ami-0123456789abcdef0";

    /// <summary>The images that a search finds: id, whose, when made.</summary>
    public List<(string Id, string Alias, string Made)> Images { get; } = [];

    /// <summary>What the credential may not do.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>Quotas by name: code and vCPUs.</summary>
    public Dictionary<string, (string Code, double Vcpus)> Quotas { get; } = new()
    {
        ["Running On-Demand G and VT instances"] = ("L-G", 8),
        ["All G and VT Spot Instance Requests"] = ("L-GS", 0),
        ["Running On-Demand P instances"] = ("L-P", 0),
        ["Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances"] = ("L-S", 32),
        ["EC2-VPC Elastic IPs"] = ("L-E", 5),
    };

    /// <summary>Which types which zones have.</summary>
    public Dictionary<string, string[]> Zones { get; } = new()
    {
        ["us-east-1a"] = ["g4dn.xlarge", "p3.2xlarge", "p3.8xlarge"],
        ["us-east-1b"] = ["g4dn.xlarge", "p3.2xlarge"],
        ["eu-west-1a"] = ["g4dn.xlarge"],
    };

    /// <summary>The error that a launch of a type in a zone gets; nothing for "there is capacity".</summary>
    public Dictionary<(string Zone, string Type), string> Refusing { get; } = [];

    /// <summary>The most vCPUs at once, on demand and spot.</summary>
    public (int OnDemand, int Spot) Quota { get; set; } = (1000, 1000);

    /// <summary>What Linux is called in the list of spot prices.</summary>
    public string Product { get; set; } = "Linux/UNIX";

    /// <summary>How long the list does not show a new machine.</summary>
    public TimeSpan ListLag { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an instance shuts down.</summary>
    public TimeSpan ShutDown { get; set; } = TimeSpan.FromSeconds(25);

    public TimeSpan Boot { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How old the copy is that some lists are answered from; zero for always the newest.</summary>
    public TimeSpan Stale { get; set; }

    /// <summary>Told when there is a new instance: whoever plays its computer starts there.</summary>
    public Action<FakeInstance> Made { get; set; } = _ => { };

    /// <summary>Told when it is settled when AWS takes an instance.</summary>
    public Action<FakeInstance> Warned { get; set; } = _ => { };

    /// <summary>Told when an instance ends, whoever wished it.</summary>
    public Action<FakeInstance> Ended { get; set; } = _ => { };

    public DateTimeOffset Now => time.GetUtcNow();

    public void Price(string zone, string type, decimal usd)
    {
        lock (_lock)
        {
            if (!_market.TryGetValue((zone, type), out var prices)) _market[(zone, type)] = prices = [];
            // EC2 tells of changes to the second, and its meter goes by what it tells.
            prices.Add((Seconds(prices.Count == 0 ? Now - TimeSpan.FromDays(2) : Now), usd));

            // Whoever bid less loses the machine, with the notice of two minutes.
            foreach (var instance in Instances.Where(each => each is { IsSpot: true, EndedAt: null, TakenAt: null } && each.Zone == zone && each.Type == type && each.MaxPrice < usd).ToArray()) Warn(instance, TimeSpan.FromMinutes(2));
        }
    }

    public IEnumerable<(string Type, string Zone, DateTimeOffset At, decimal Usd)> Market(string region)
    {
        lock (_lock) return [.. _market.Where(each => each.Key.Zone.StartsWith(region, StringComparison.Ordinal)).SelectMany(each => each.Value.Select(price => (each.Key.Type, each.Key.Zone, price.At, price.Usd)))];
    }

    public decimal? SpotAt(string zone, string type, DateTimeOffset at)
    {
        lock (_lock) return _market.TryGetValue((zone, type), out var prices) ? prices.LastOrDefault(price => price.At <= at, prices[0]).Usd : null;
    }

    /// <summary>AWS takes a machine back.</summary>
    public void Interrupt(string id, TimeSpan notice)
    {
        lock (_lock) Warn(Instances.Single(each => each.Id == id), notice);
    }

    /// <summary>The machine shuts itself down: what comes of it was settled when it was made (EC2's own default is that it stops, and its disk goes on costing).</summary>
    public void ShutDownFromInside(FakeInstance instance)
    {
        Settle();
        lock (_lock)
        {
            if (instance.EndedAt is not null) return;
            if (instance.Asked.GetValueOrDefault("InstanceInitiatedShutdownBehavior") != "terminate") instance.IsStopped = true;
            End(instance, Now, "Client.InstanceInitiatedShutdown", "User initiated");
        }
    }

    /// <summary>Lets happen what was to happen by now.</summary>
    public void Settle()
    {
        lock (_lock)
            foreach (var instance in Instances.Where(each => each.EndedAt is null && each.TakenAt <= Now).ToArray())
                End(instance, instance.TakenAt!.Value, "Server.SpotInstanceTermination", "Service initiated");
    }

    /// <summary>The instances that a list shows now.</summary>
    public IReadOnlyList<(FakeInstance Instance, (int Code, string Name) State)> Listed(string region)
    {
        Settle();
        lock (_lock)
        {
            var now = Now;
            return [.. Instances.Where(each => each.Region == region && each.LaunchedAt + ListLag <= now && !(each.EndedAt + Remembered < now)).Select((each, i) => (each, each.StateAt(i % 2 == 0 ? now : now - Stale)))];
        }
    }

    /// <summary>Makes an instance, or the error that it gets.</summary>
    public (FakeInstance? Instance, string Error) Run(string region, IReadOnlyDictionary<string, string> asked)
    {
        Settle();
        lock (_lock)
        {
            var token = asked.GetValueOrDefault("ClientToken", "");
            var words = string.Join('&', asked.OrderBy(each => each.Key, StringComparer.Ordinal));
            if (token.Length > 0 && _tokens.TryGetValue((region, token), out var known)) return known.Words == words ? (Instances.Single(each => each.Id == known.Id), "") : (null, "IdempotentParameterMismatch");
            var type = asked["InstanceType"];
            var zone = asked.TryGetValue("Placement.AvailabilityZone", out var named) ? named : Zones.First(each => each.Key.StartsWith(region, StringComparison.Ordinal) && each.Value.Contains(type)).Key;
            var isSpot = asked.GetValueOrDefault("InstanceMarketOptions.MarketType") == "spot";
            decimal? cap = asked.TryGetValue("InstanceMarketOptions.SpotOptions.MaxPrice", out var most) ? decimal.Parse(most, CultureInfo.InvariantCulture) : null;
            if (Refusal(asked, type, zone, isSpot, cap) is { Length: > 0 } refusal) return (null, refusal);
            var instance = new FakeInstance
            {
                Id = $"i-{++_number:x17}",
                Region = region,
                Zone = zone,
                Type = type,
                IsSpot = isSpot,
                MaxPrice = cap,
                ClientToken = token,
                Asked = asked,
                Tags = TagsOf(asked),
                LaunchedAt = Seconds(Now),
                Boot = Boot,
                ShutDown = ShutDown,
                Address = $"10.0.{_number / 250}.{(_number % 250) + 4}",
            };
            Instances.Add(instance);
            if (token.Length > 0) _tokens[(region, token)] = (words, instance.Id);
            Made(instance);
            return (instance, "");
        }
    }

    /// <summary>Ends an instance as its user wishes; null when there is none.</summary>
    public FakeInstance? Terminate(string region, string id)
    {
        Settle();
        lock (_lock)
        {
            var instance = Instances.FirstOrDefault(each => each.Region == region && each.Id == id && !(each.EndedAt + Remembered < Now));
            if (instance is { EndedAt: null }) End(instance, Now, "Client.UserInitiatedShutdown", "User initiated");
            return instance;
        }
    }

    /// <summary>What an instance has cost up to its end: the fake's own bill, by the second, at least a minute, by the hour's first price, and nothing when AWS took it in its first hour.</summary>
    public decimal Owed(FakeInstance instance)
    {
        var end = instance.EndedAt ?? Now;
        var seconds = Math.Max(60, (long)Math.Ceiling((end - instance.LaunchedAt).TotalSeconds));
        if (!instance.IsSpot) return OnDemand[instance.Type] * seconds / 3600;
        if (instance.IsTaken && end - instance.LaunchedAt < TimeSpan.FromHours(1)) return 0;
        var owed = 0m;
        for (long hour = 0; hour * 3600 < seconds; hour++)
            owed += SpotAt(instance.Zone, instance.Type, instance.LaunchedAt.AddHours(hour))!.Value * Math.Min(3600, seconds - (hour * 3600)) / 3600;
        return owed;
    }

    private string Refusal(IReadOnlyDictionary<string, string> asked, string type, string zone, bool isSpot, decimal? cap)
    {
        if (!Zones.TryGetValue(zone, out var types) || !types.Contains(type)) return "Unsupported";
        if (!KeyPairs.Contains(asked["KeyName"])) return "InvalidKeyPair.NotFound";
        if (!Groups.ContainsValue(asked["SecurityGroupId.1"])) return "InvalidGroup.NotFound";
        if (Refusing.TryGetValue((zone, type), out var code)) return code;
        if (isSpot && SpotAt(zone, type, Now) is not { } price) return "InsufficientInstanceCapacity";
        if (isSpot && cap < SpotAt(zone, type, Now)) return "SpotMaxPriceTooLow";
        var used = Instances.Where(each => each.EndedAt is null && each.IsSpot == isSpot && each.Region == zone[..^1]).Sum(each => Vcpus[each.Type]) + Vcpus[type];
        return used <= (isSpot ? Quota.Spot : Quota.OnDemand) ? "" : isSpot ? "MaxSpotInstanceCountExceeded" : "VcpuLimitExceeded";
    }

    private void Warn(FakeInstance instance, TimeSpan notice)
    {
        instance.TakenAt = Now + notice;
        Warned(instance);
    }

    private void End(FakeInstance instance, DateTimeOffset at, string code, string who)
    {
        instance.EndedAt = Seconds(at) < instance.LaunchedAt ? instance.LaunchedAt : Seconds(at);
        instance.ReasonCode = code;
        instance.Reason = string.Create(CultureInfo.InvariantCulture, $"{who} ({instance.EndedAt.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} GMT)");
        Ended(instance);
    }

    private static Dictionary<string, string> TagsOf(IReadOnlyDictionary<string, string> asked)
    {
        var tags = new Dictionary<string, string>();
        for (var i = 1; asked.TryGetValue($"TagSpecification.1.Tag.{i}.Key", out var key); i++) tags[key] = asked[$"TagSpecification.1.Tag.{i}.Value"];
        return tags;
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
