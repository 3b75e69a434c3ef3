using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Providers.Aws;
using Haggle.Providers.Hosts;
using Haggle.TaskFiles.Clouds;

namespace Haggle.Server.Hosting;

/// <summary>What belongs to an AWS account, put together when the configuration names its regions. Nothing is asked of AWS before it is needed.</summary>
internal sealed class AwsParts : IDisposable
{
    /// <summary>A price list changes when an update is imported; reading it again costs some hundred milliseconds.</summary>
    private static readonly TimeSpan ListHolds = TimeSpan.FromMinutes(10);

    private readonly AwsAccount _account;
    private readonly OpenMarket _market;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private (DateTimeOffset At, ImmutableArray<Quote> Quotes) _listed;

    private AwsParts(AwsSettings settings, string privateKey, SshSettings client, string agentFile, OpenMarket market, TimeProvider time)
    {
        (_market, _time) = (market, time);
        _account = new AwsAccount(settings, AwsAccount.ByTheVendorsChain, time);
        Provider = new AwsProvider(_account, () => Listed());
        Door = new AwsDoor(_account, client with { Folder = Path.Combine(client.Folder, "aws") }, privateKey, agentFile);
        Doctor = new AwsDoctor(_account);
        Sweep = new AwsSweep(_account);
    }

    public AwsProvider Provider { get; }

    public AwsDoor Door { get; }

    public AwsDoctor Doctor { get; }

    public AwsSweep Sweep { get; }

    public ImmutableArray<string> Regions => _account.Settings.Regions;

    /// <summary>The parts; null when AWS is not used.</summary>
    /// <exception cref="ConfigurationException">The key cannot be read or made.</exception>
    public static AwsParts? Make(AwsEntry? entry, SshSettings client, string agentFile, OpenMarket market, TimeProvider time)
    {
        if (entry is null) return null;
        var key = CloudKey.Read(entry.Key, "aws.key", client.Folder, "aws_ed25519");
        var settings = new AwsSettings { Regions = entry.Regions, OwnAddress = entry.OwnAddress, PublicKey = key.Public, Subnets = entry.Subnets, Images = entry.Images, JumpHost = entry.JumpHost };
        if (entry.Login.Length > 0) settings = settings with { LoginUser = entry.Login };
        if (entry.Disk is { } disk) settings = settings with { Disk = disk };
        if (Environment.GetEnvironmentVariable("HAGGLE_AWS_ENDPOINT") is { Length: > 0 } endpoint) settings = settings with { Endpoint = endpoint };
        return new AwsParts(settings, key.PrivateFile, client, agentFile, market, time);
    }

    public void Dispose()
    {
        Door.Dispose();
        _account.Dispose();
    }

    // The list prices of machines with accelerators: what zones have and what spot costs is asked of AWS itself.
    private IReadOnlyList<Quote> Listed()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_listed.Quotes.IsDefault || now - _listed.At > ListHolds)
                _listed = (now, [.. MarketQuotes.Read(_market.Current(), KnownProviders.All, now).Quotes.Where(quote => quote.Offer is { Provider.Value: "aws", Purchase: Purchase.OnDemand, AcceleratorCount: > 0, Zone: "" })]);
            return _listed.Quotes;
        }
    }
}
