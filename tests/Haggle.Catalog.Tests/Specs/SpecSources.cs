using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Catalog.Imports;

namespace Haggle.Catalog.Tests.Specs;

/// <summary>What three public collections say about cards: Epoch AI (CC-BY), the RightNow GPU database, and EC2's records of instance types.</summary>
internal sealed class SpecSources
{
    /// <summary>A half-precision rate of more than so many times FP32 is one of tensor cores: no plain core runs FP16 more than twice as fast.</summary>
    private const double TensorRatio = 3;

    private readonly Dictionary<string, Dictionary<string, double>> _epoch = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, double>> _rightNow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<double>> _ec2Mib = new(StringComparer.Ordinal);

    public SpecSources()
    {
        ReadEpoch(SharedPrices.Folder("specs", "epoch-ml-hardware.csv"));
        ReadRightNow(SharedPrices.Folder("specs", "rightnow-all-gpus.json"));
        ReadEc2(SharedPrices.Folder("specs", "ec2-instance-types.json"));
    }

    public IReadOnlyDictionary<string, double> Epoch(string name) => name.Length == 0 ? new Dictionary<string, double>() : _epoch[name];

    public IReadOnlyDictionary<string, double> RightNow(string id) => id.Length == 0 ? new Dictionary<string, double>() : _rightNow[id];

    /// <summary>
    /// The memory that EC2 reports for a card, nearest to a figure, in GB: the records give GB of 10^9 bytes in MiB for some cards (22,888 for the L4's 24 GB)
    /// and GiB for others (16,384 for the T4's 16 GB).
    /// </summary>
    public double? Ec2Memory(string name, double near) => name.Length == 0 ? null
        : _ec2Mib[name].SelectMany(mib => new[] { mib / 1024, mib * 1048576 / 1e9 }).MinBy(gb => Math.Abs(gb - near));

    private void ReadEpoch(string path)
    {
        using var stream = File.OpenRead(path);
        var csv = new CsvReader(stream, (byte)',');
        string[] names = ["Hardware name", "FP32 (single precision) performance (FLOP/s)", "Tensor-FP16/BF16 performance (FLOP/s)", "TF32 (TensorFloat-32) performance (FLOP/s)", "FP8 performance (FLOP/s)", "Memory size per board (Byte)", "Memory bandwidth (byte/s)", "TDP (W)", "FP16 (half precision) performance (FLOP/s)"];
        var at = CsvColumns.Find(csv, names);
        while (csv.Read())
        {
            var row = new Dictionary<string, double>();
            Take(row, "fp32", csv, at[1], 1e12);
            Take(row, "tensor16", csv, at[2], 1e12);
            Take(row, "tf32", csv, at[3], 1e12);
            Take(row, "fp8", csv, at[4], 1e12);
            Take(row, "memory", csv, at[5], 1e9);
            Take(row, "bandwidth", csv, at[6], 1e9);
            Take(row, "tdp", csv, at[7], 1);
            var half = new Dictionary<string, double>();
            Take(half, "fp16", csv, at[8], 1e12);
            if (!row.ContainsKey("tensor16") && half.TryGetValue("fp16", out var fp16) && (!row.TryGetValue("fp32", out var fp32) || fp16 > TensorRatio * fp32)) row["tensor16"] = fp16;
            _epoch[Encoding.UTF8.GetString(csv[at[0]])] = row;
        }
    }

    private void ReadRightNow(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var card in json.RootElement.EnumerateArray())
        {
            var row = new Dictionary<string, double>();
            foreach (var (figure, name) in new[] { ("memory", "memorySize"), ("fp32", "fp32"), ("bandwidth", "memoryBandwidth"), ("tdp", "tdp") })
                if (JsonRecords.Number(card, name) is > 0 and var number) row[figure] = number;
            if (row.TryGetValue("fp32", out var fp32) && JsonRecords.Text(card, "vendor") == "amd" && JsonRecords.Number(card, "fp16") is var fp16 && fp16 > TensorRatio * fp32) row["tensor16"] = fp16;
            _rightNow[JsonRecords.Text(card, "id")] = row;
        }
    }

    private void ReadEc2(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var type in json.RootElement.EnumerateObject())
            foreach (var (section, list) in new[] { ("GpuInfo", "Gpus"), ("InferenceAcceleratorInfo", "Accelerators"), ("NeuronInfo", "NeuronDevices") })
                if (type.Value.TryGetProperty(section, out var info) && info.TryGetProperty(list, out var cards))
                    foreach (var card in cards.EnumerateArray()) ReadEc2Card(card);
    }

    private void ReadEc2Card(JsonElement card)
    {
        // A share of a card has a share of its memory.
        if (card.TryGetProperty("GpuPartitionSize", out var share) && share.GetDouble() < 1) return;
        if (!card.TryGetProperty("MemoryInfo", out var memory) || !memory.TryGetProperty("SizeInMiB", out var mib)) return;
        var name = JsonRecords.Text(card, "Name");
        if (!_ec2Mib.TryGetValue(name, out var sizes)) _ec2Mib.Add(name, sizes = []);
        sizes.Add(mib.GetDouble());
    }

    private static void Take(Dictionary<string, double> row, string figure, CsvReader csv, int column, double unit)
    {
        if (double.TryParse(csv[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0) row[figure] = number / unit;
    }
}
