using System.Globalization;
using System.Text.Json.Nodes;
using Haggle.Core.Market;
using Haggle.Engine.Ports;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Gcp;

/// <summary>The instance that is asked for. The same request gives the same one. Pure.</summary>
internal static class GcpWish
{
    public const string OwnerLabel = "haggle-owner";
    public const string TokenLabel = "haggle-token";
    public const string RateLabel = "haggle-rate-nano-usd-per-hour";
    public const string NetworkTag = "haggle";
    public const string LoginUser = "haggle";

    public static string NameOf(LaunchRequest request) => RentalMark.Of(request.Token).ToLowerInvariant();

    public static JsonObject Of(LaunchRequest request, GcpSettings settings, string script)
    {
        var offer = request.Quote.Offer;
        var (type, isSpot) = (GcpType.Read(offer.InstanceType), offer.Purchase == Purchase.Spot);
        var labels = new JsonObject
        {
            [OwnerLabel] = request.Owner.Value,
            [TokenLabel] = request.Token.Value,
            [RateLabel] = request.Quote.Rate.PerHour.NanoUsd.ToString(CultureInfo.InvariantCulture),
            ["haggle-run"] = request.Run.Value.ToString(CultureInfo.InvariantCulture),
        };

        // A machine with accelerators cannot be moved to another host; a spot one that is taken is deleted with its disk.
        var scheduling = new JsonObject { ["onHostMaintenance"] = "TERMINATE", ["automaticRestart"] = false };
        if (isSpot)
        {
            scheduling["provisioningModel"] = "SPOT";
            scheduling["instanceTerminationAction"] = "DELETE";
        }

        var wish = new JsonObject
        {
            ["name"] = NameOf(request),
            ["machineType"] = $"zones/{offer.Zone}/machineTypes/{type.Machine}",
            ["labels"] = labels,
            ["tags"] = new JsonObject { ["items"] = new JsonArray(NetworkTag) },
            ["scheduling"] = scheduling,
            ["disks"] = new JsonArray(new JsonObject
            {
                ["boot"] = true,
                ["autoDelete"] = true,
                ["initializeParams"] = new JsonObject
                {
                    ["sourceImage"] = settings.Image,
                    ["diskSizeGb"] = ((long)Math.Ceiling(settings.Disk.ToGib())).ToString(CultureInfo.InvariantCulture),
                    ["diskType"] = $"zones/{offer.Zone}/diskTypes/pd-balanced",
                    ["labels"] = labels.DeepClone(),
                },
            }),
            ["networkInterfaces"] = new JsonArray(new JsonObject { ["network"] = settings.Network, ["accessConfigs"] = new JsonArray(new JsonObject { ["name"] = "external", ["type"] = "ONE_TO_ONE_NAT" }) }),
            ["metadata"] = new JsonObject
            {
                ["items"] = new JsonArray(
                    Item("startup-script", script),
                    Item("ssh-keys", $"{LoginUser}:{settings.PublicKey.Trim()}"),
                    Item("block-project-ssh-keys", "TRUE"),
                    Item("enable-oslogin", "FALSE"),
                    Item("install-nvidia-driver", "True")),
            },
        };
        if (type.Count > 0) wish["guestAccelerators"] = new JsonArray(new JsonObject { ["acceleratorType"] = $"zones/{offer.Zone}/acceleratorTypes/{type.Card}", ["acceleratorCount"] = type.Count });
        return wish;

        static JsonObject Item(string key, string value) => new() { ["key"] = key, ["value"] = value };
    }
}
