using System.Text;
using Haggle.Catalog.Store;

namespace Haggle.Cli.Tests.Owning;

/// <summary>A small market with round prices, and a machine that is compared with it.</summary>
internal static class OwnGround
{
    public const string Market = """
        {"schema": 1, "offers": [
          {"provider": "cloud", "region": "east", "instance_type": "v1", "accelerator": "V100", "count": 1, "purchase": "on-demand", "host": "data-centre", "usd_per_hour": "3.00", "source": "a test", "as_of": "2026-10-01"},
          {"provider": "cloud", "region": "east", "instance_type": "v1", "accelerator": "V100", "count": 1, "purchase": "spot", "host": "data-centre", "usd_per_hour": "0.90", "source": "a test", "as_of": "2026-10-01"},
          {"provider": "cloud", "region": "east", "instance_type": "v1", "accelerator": "V100", "count": 1, "purchase": "reserved-1y", "host": "data-centre", "usd_per_hour": "1.95", "source": "a test", "as_of": "2026-10-01"},
          {"provider": "cloud", "region": "east", "instance_type": "v1", "accelerator": "V100", "count": 1, "purchase": "reserved-3y", "host": "data-centre", "usd_per_hour": "1.20", "source": "a test", "as_of": "2026-10-01"},
          {"provider": "cloud", "region": "west", "instance_type": "k1", "accelerator": "K80", "count": 1, "purchase": "on-demand", "host": "data-centre", "usd_per_hour": "0.90", "source": "a test", "as_of": "2026-10-01"},
          {"provider": "flea", "instance_type": "x", "accelerator": "V100", "count": 1, "purchase": "on-demand", "host": "private-person", "usd_per_hour": "0.60", "source": "a test", "as_of": "2026-10-01"}
        ]}
        """;

    public const string Machine = """
        name: the article's machine
        gpus: GTX1080Ti
        price: 3000
        watts: 1000
        watts_are: rated
        speed: {V100: 0.9, K80: 4}
        terms: {electricity_per_kwh: 0.20, pue: 1, admin_hours_per_month: 0, repairs_per_year: 0, interest_per_year: 0, storage_gb: 0}
        build: {grow_to: 4, cores: 12, pcie_lanes: 28, pcie_slots: 4, supply_watts: 1000, memory_gb: 64, disk: nvme, card_cooling: open}
        work: {hours_per_week: 168, months: 36, data_must_stay: yes, skills: yes}
        """;

    public static TestWorld World(int width = 80)
    {
        var world = new TestWorld { Width = width };
        File.WriteAllText(world.Folder.At("box.yaml"), Machine);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(Market));
        var path = LocalMarket.PathIn(world.Home);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, BuiltInMarket.ToBuilder(text).ToBytes(DateTimeOffset.UnixEpoch));
        return world;
    }
}
