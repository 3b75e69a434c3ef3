using System.Text.Json.Nodes;

namespace Haggle.Catalog.Tests.Live;

/// <summary>Offers as Vast.ai's API description shows one.</summary>
internal static class VastFixture
{
    public static JsonObject Offer(int machine, int count, string card, int cardMb, string usd, string bid = "0") => new()
    {
        ["id"] = 7_000_000 + machine,
        ["machine_id"] = machine,
        ["host_id"] = 55,
        ["num_gpus"] = count,
        ["gpu_name"] = card,
        ["gpu_ram"] = cardMb,
        ["gpu_total_ram"] = cardMb * count,
        ["cpu_arch"] = "amd64",
        ["cpu_cores"] = 64,
        ["cpu_cores_effective"] = 16.0 * count,
        ["cpu_ram"] = 262_144,
        ["disk_space"] = 812.5,
        ["dph_base"] = JsonNode.Parse(usd),
        ["dph_total"] = JsonNode.Parse(usd),
        ["min_bid"] = JsonNode.Parse(bid),
        ["storage_cost"] = 0.15,
        ["geolocation"] = "Sweden, SE",
        ["hosting_type"] = 0,
        ["reliability2"] = 0.9987,
        ["cuda_max_good"] = 12.8,
        ["verification"] = "verified",
        ["rentable"] = true,
        ["rented"] = false,
    };

    public static string Answer(params JsonObject[] offers) => new JsonObject { ["offers"] = new JsonArray([.. offers]) }.ToJsonString();
}
