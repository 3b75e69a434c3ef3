using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Reading;

/// <summary>cpus, memory, local_disk: amounts that may end in '+' for "or more".</summary>
internal static class MachineSizes
{
    public static CpuRequest? ReadCpus(Field field)
    {
        const string Wanted = "a number of CPUs such as 4 or 4+";
        if (field.Raw(Wanted) is not { } text) return null;
        if (Scalars.TryNumber(WithoutPlus(text, out var orMore), out var count) && count is > 0 and <= 100_000) return new CpuRequest(count, orMore);
        field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    public static MemoryRequest? ReadMemory(Field field)
    {
        const string Wanted = "an amount such as 32, 32+, 64GB, or 4x for four times the CPUs";
        if (field.Raw(Wanted) is not { } text) return null;
        var amount = WithoutPlus(text, out var orMore);
        if (amount.EndsWith('x') && Scalars.TryNumber(amount[..^1], out var ratio) && ratio is > 0 and <= 10_000)
            return new MemoryRequest.PerCpu(ratio, orMore);
        if (SizeText.TryParse(amount, out var memory) && memory > default(Gib)) return new MemoryRequest.Amount(memory, orMore);
        field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    public static LocalDisk? ReadLocalDisk(Field field)
    {
        const string Wanted = "a local disk such as nvme, nvme:500+, ssd:1000 or 300+";
        if (field.Word(Wanted) is not { } text) return null;
        var parts = text.Trim().Split(':');
        var kind = parts[0].ToLowerInvariant() is "nvme" or "ssd" ? parts[0].ToLowerInvariant() : null;
        if (parts.Length == 1 && kind is not null) return new LocalDisk(kind, null, OrMore: true);
        if (parts.Length == (kind is null ? 1 : 2) && SizeText.TryParse(WithoutPlus(parts[^1], out var orMore), out var size))
            return new LocalDisk(kind, size, orMore);
        field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    private static string WithoutPlus(string text, out bool orMore)
    {
        text = text.Trim();
        orMore = text.EndsWith('+');
        return orMore ? text[..^1] : text;
    }
}
