using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
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
        var key = entry.Key.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), entry.Key[2..]) : entry.Key;
        if (key.Length == 0) key = OwnKey(client.Folder);
        var settings = new AwsSettings { Regions = entry.Regions, OwnAddress = entry.OwnAddress, PublicKey = PublicHalf(key), Subnets = entry.Subnets, Images = entry.Images, JumpHost = entry.JumpHost };
        if (entry.Login.Length > 0) settings = settings with { LoginUser = entry.Login };
        if (entry.Disk is { } disk) settings = settings with { Disk = disk };
        if (Environment.GetEnvironmentVariable("HAGGLE_AWS_ENDPOINT") is { Length: > 0 } endpoint) settings = settings with { Endpoint = endpoint };
        return new AwsParts(settings, key, client, agentFile, market, time);
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

    private static string PublicHalf(string key)
    {
        try
        {
            return File.ReadAllText(key + ".pub").Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"aws.key: the public half {key}.pub cannot be read: {fault.Message}");
        }
    }

    // Made once, here; only the public half ever leaves.
    private static string OwnKey(string folder)
    {
        var key = Path.Combine(folder, "aws_ed25519");
        if (File.Exists(key)) return key;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            using var made = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "haggle", "-f", key]) { UseShellExecute = false, RedirectStandardInput = true })!;
            made.WaitForExit();
            return File.Exists(key) ? key : throw new ConfigurationException($"ssh-keygen could not make {key}");
        }
        catch (Win32Exception)
        {
            throw new ConfigurationException("AWS machines are reached through ssh, and ssh-keygen is not installed (openssh-client); or name a key of your own under aws.key");
        }
    }
}
