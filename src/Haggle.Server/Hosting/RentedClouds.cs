using System.Collections.Immutable;
using Haggle.Catalog.Store;
using Haggle.Providers.Gcp;
using Haggle.Providers.Hosts;
using Haggle.Providers.Lambda;
using Haggle.Providers.Rentals;
using Haggle.Providers.RunPod;
using Haggle.Providers.Vast;
using Haggle.TaskFiles.Clouds;

namespace Haggle.Server.Hosting;

/// <summary>Puts the clouds together that machines are rented from one by one, as the configuration names them. Nothing is asked of them before it is needed.</summary>
internal static class RentedClouds
{
    /// <exception cref="ConfigurationException">A key cannot be read or made.</exception>
    public static ImmutableArray<RentedCloud> Make(RentedEntries entries, string folder, SshSettings client, string agentFile, OpenMarket market, TimeProvider time)
    {
        var clouds = ImmutableArray.CreateBuilder<RentedCloud>();
        if (entries.Vast is { } vast) clouds.Add(Vast(vast, folder, client, agentFile, time));
        if (entries.Lambda is { } lambda) clouds.Add(Lambda(lambda, folder, client, agentFile, time));
        if (entries.RunPod is { } runPod) clouds.Add(RunPod(runPod, folder, client, agentFile, time));
        if (entries.Gcp is { } gcp) clouds.Add(Gcp(gcp, folder, client, agentFile, market, time));
        return clouds.ToImmutable();
    }

    private static RentedCloud Vast(VastEntry entry, string folder, SshSettings client, string agentFile, TimeProvider time)
    {
        var key = CloudKey.Read(entry.Key, "vast.key", client.Folder);
        var settings = new VastSettings { PublicKey = key.Public, TakesUnverified = entry.TakesUnverified, DataCentresOnly = entry.DataCentresOnly, Countries = entry.Countries };
        if (entry.Image.Length > 0) settings = settings with { Image = entry.Image };
        if (entry.Disk is { } disk) settings = settings with { Disk = disk };
        if (entry.Reliability is { } reliability) settings = settings with { Reliability = reliability };
        if (entry.BidAbove is { } above) settings = settings with { BidAbove = above };
        if (Endpoint("VAST") is { } endpoint) settings = settings with { Endpoint = endpoint };
        return VastParts.Make(settings, VastKey.ReadAsync, folder, client, key.PrivateFile, agentFile, time);
    }

    private static RentedCloud Lambda(LambdaEntry entry, string folder, SshSettings client, string agentFile, TimeProvider time)
    {
        var key = CloudKey.Read(entry.Key, "lambda.key", client.Folder);
        var settings = new LambdaSettings { PublicKey = key.Public, Regions = entry.Regions, Image = entry.Image };
        if (Endpoint("LAMBDA") is { } endpoint) settings = settings with { Endpoint = endpoint };
        return LambdaParts.Make(settings, LambdaKey.ReadAsync, folder, client, key.PrivateFile, agentFile, time);
    }

    private static RentedCloud RunPod(RunPodEntry entry, string folder, SshSettings client, string agentFile, TimeProvider time)
    {
        var key = CloudKey.Read(entry.Key, "runpod.key", client.Folder);
        var settings = new RunPodSettings { PublicKey = key.Public, DataCentres = entry.DataCentres, TakesCommunity = entry.TakesCommunity };
        if (entry.Image.Length > 0) settings = settings with { Image = entry.Image };
        if (entry.Disk is { } disk) settings = settings with { Disk = disk };
        if (entry.BidAbove is { } above) settings = settings with { BidAbove = above };
        if (Endpoint("RUNPOD") is { } endpoint) settings = settings with { Endpoint = endpoint };
        return RunPodParts.Make(settings, RunPodKey.ReadAsync, folder, client, key.PrivateFile, agentFile, time);
    }

    private static RentedCloud Gcp(GcpEntry entry, string folder, SshSettings client, string agentFile, OpenMarket market, TimeProvider time)
    {
        var key = CloudKey.Read(entry.Key, "gcp.key", client.Folder);
        var settings = new GcpSettings { Project = entry.Project, Regions = entry.Regions, OwnAddress = entry.OwnAddress, PublicKey = key.Public };
        if (entry.Network.Length > 0) settings = settings with { Network = entry.Network };
        if (entry.Image.Length > 0) settings = settings with { Image = entry.Image };
        if (entry.Disk is { } disk) settings = settings with { Disk = disk };
        if (Endpoint("GCP") is { } endpoint) settings = settings with { Endpoint = endpoint };
        return GcpParts.Make(settings, GcpLogin.TokenAsync, new ListPrices(market, "gcp", time).Read, folder, client, key.PrivateFile, agentFile, time);
    }

    private static Uri? Endpoint(string cloud) => Uri.TryCreate(Environment.GetEnvironmentVariable($"HAGGLE_{cloud}_ENDPOINT"), UriKind.Absolute, out var endpoint) ? endpoint : null;
}
