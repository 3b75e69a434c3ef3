using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>What the machines of the large clouds are made of, for price lists that say only their names (data/machines.json). Thread-safe.</summary>
public sealed class MachineTable
{
    private static readonly Lazy<MachineTable> Loaded = new(Load);
    private readonly Dictionary<(string Provider, string InstanceType), MachineKind> _machines = [];

    /// <summary>The table that comes with Haggle.</summary>
    public static MachineTable BuiltIn => Loaded.Value;

    /// <summary>A machine; null when it is not known.</summary>
    public MachineKind? Find(string provider, string instanceType) => _machines.GetValueOrDefault((provider, instanceType));

    /// <summary>Every machine of a provider.</summary>
    public IEnumerable<MachineKind> Of(string provider) => _machines.Where(each => each.Key.Provider == provider).Select(each => each.Value);

    /// <summary>Every machine of a provider with an accelerator.</summary>
    public IEnumerable<MachineKind> WithAccelerator(string provider) => _machines.Where(each => each.Key.Provider == provider && each.Value.Accelerator is not null).Select(each => each.Value);

    /// <summary>
    /// Whether a machine that the table does not have could have accelerators, by the letters that the clouds name their families with: it must not pass for
    /// one without.
    /// </summary>
    public static bool MayAccelerate(string provider, string instanceType) => provider switch
    {
        "aws" => IsFamily(instanceType, "p") || IsFamily(instanceType, "g") || IsFamily(instanceType, "gr") || IsFamily(instanceType, "trn") || IsFamily(instanceType, "inf") || IsFamily(instanceType, "dl") || IsFamily(instanceType, "f") || IsFamily(instanceType, "vt"),
        "azure" => instanceType.StartsWith("Standard_N", StringComparison.Ordinal),
        "gcp" => IsFamily(instanceType, "a") || IsFamily(instanceType, "g") || IsFamily(instanceType, "ct"),
        _ => false,
    };

    private static bool IsFamily(string instanceType, string letters) => instanceType.Length > letters.Length && instanceType.StartsWith(letters, StringComparison.Ordinal) && char.IsAsciiDigit(instanceType[letters.Length]);

    private static MachineTable Load()
    {
        using var stream = typeof(MachineTable).Assembly.GetManifestResourceStream("machines.json") ?? throw new InvalidDataException("the machine table is missing from this build");
        using var json = JsonDocument.Parse(stream);
        var table = new MachineTable();
        foreach (var row in json.RootElement.GetProperty("machines").EnumerateArray())
        {
            var name = row.TryGetProperty("accelerator", out var accelerator) ? accelerator.GetString() ?? "" : "";
            var kind = new MachineKind
            {
                InstanceType = row.GetProperty("instance_type").GetString() ?? "",
                Accelerator = name.Length == 0 ? null : AcceleratorTable.Find(name) ?? throw new InvalidDataException($"data/machines.json: no accelerator {name} is known"),
                AcceleratorCount = name.Length == 0 ? 0 : row.GetProperty("accelerator_count").GetDouble(),
                Vcpus = row.GetProperty("vcpus").GetDouble(),
                Memory = Gib.FromMib(row.GetProperty("memory_mib").GetInt64()),
                LocalDisk = row.TryGetProperty("local_disk_gib", out var disk) ? Gib.FromGib(disk.GetDouble()) : default,
                Architecture = row.TryGetProperty("architecture", out _) ? CpuArchitecture.Arm64 : CpuArchitecture.X64,
            };
            table._machines[(row.GetProperty("provider").GetString() ?? "", kind.InstanceType)] = kind;
        }

        return table;
    }
}
