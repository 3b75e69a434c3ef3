using System.Globalization;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>Which accelerators, CPUs and memory a wish gets, or why none. Pure.</summary>
internal static class AllotmentRules
{
    public const int Whole = 1000;

    /// <summary>What is wrong with a wish; "" for nothing.</summary>
    public static string Problem(AllotRequest wish)
    {
        if (!AllotmentShelf.IsToken(wish.Token)) return $"'{wish.Token}' cannot name an allotment: letters, digits, dots and dashes only, at most 64";
        if (!(wish.Gpus >= 0) || wish.Gpus > 1024 || (wish.Gpus > 1 && wish.Gpus != Math.Floor(wish.Gpus)))
            return string.Create(CultureInfo.InvariantCulture, $"{wish.Gpus} accelerators cannot be allotted: a whole number, or a fraction below 1");
        if (!(wish.Vcpus >= 0) || wish.MemoryMib < 0 || wish.GpuMemoryMib < 0) return "CPUs and memory cannot be less than nothing";
        return wish.LeaseSeconds is > 0 and <= 86_400 ? "" : "the lease must be longer than nothing and at most a day";
    }

    /// <summary>Chooses. An answer without an allotment says why.</summary>
    /// <param name="wish">The wish, found right.</param>
    /// <param name="gpus">The accelerators with what runs on them.</param>
    /// <param name="vcpus">The computer's CPUs.</param>
    /// <param name="memoryMib">The computer's memory.</param>
    /// <param name="standing">What is given already.</param>
    public static (string Outcome, string Why, AllottedGpuMessage[] Gpus) Choose(
        AllotRequest wish, IReadOnlyList<GpuMessage> gpus, int vcpus, long memoryMib, IReadOnlyList<AllotmentRecord> standing)
    {
        if (wish.Vcpus > vcpus) return (AllotAnswer.Never, Text($"there are {vcpus} CPUs, {wish.Vcpus} are wanted"), []);
        if (wish.MemoryMib > memoryMib) return (AllotAnswer.Never, Text($"there are {memoryMib} MiB of memory, {wish.MemoryMib} are wanted"), []);
        var cpusLeft = vcpus - standing.Sum(each => each.Vcpus);
        if (wish.Vcpus > 0 && wish.Vcpus > cpusLeft) return (AllotAnswer.Full, Text($"{Math.Max(0, cpusLeft)} of {vcpus} CPUs are free, {wish.Vcpus} are wanted"), []);
        var memoryLeft = memoryMib - standing.Sum(each => each.MemoryMib);
        if (wish.MemoryMib > 0 && wish.MemoryMib > memoryLeft)
            return (AllotAnswer.Full, Text($"{Math.Max(0, memoryLeft)} of {memoryMib} MiB of memory are free, {wish.MemoryMib} are wanted"), []);
        return wish.Gpus > 0 ? ChooseGpus(wish, gpus, standing) : (AllotAnswer.Given, "", []);
    }

    private static (string Outcome, string Why, AllottedGpuMessage[] Gpus) ChooseGpus(AllotRequest wish, IReadOnlyList<GpuMessage> gpus, IReadOnlyList<AllotmentRecord> standing)
    {
        var fitting = gpus.Where(gpu => gpu.Problem.Length == 0 && gpu.MemoryMib >= wish.GpuMemoryMib
            && (wish.GpuName.Length == 0 || string.Equals(gpu.Name, wish.GpuName, StringComparison.OrdinalIgnoreCase))).ToArray();
        var count = (int)Math.Ceiling(wish.Gpus);
        if (fitting.Length < count) return (AllotAnswer.Never, Text($"{Count(fitting.Length)} of the wanted kind {Are(fitting.Length)} here, {wish.Gpus} {Are(wish.Gpus)} wanted"), []);
        var share = wish.Gpus < 1 ? (int)Math.Ceiling(wish.Gpus * Whole) : Whole;
        var taken = standing.SelectMany(each => each.Gpus).ToLookup(gpu => gpu.Id, gpu => gpu.Thousandths, StringComparer.Ordinal);
        var users = standing.SelectMany(each => each.Gpus.Select(gpu => (gpu.Id, each))).ToLookup(pair => pair.Id, pair => pair.each, StringComparer.Ordinal);

        // A share goes to the card that is fullest, so that whole cards stay free.
        var free = fitting.Where(gpu => taken[gpu.Id].Sum() + share <= Whole && Stranger(gpu, users[gpu.Id]) is null)
            .OrderByDescending(gpu => taken[gpu.Id].Sum()).ThenBy(gpu => gpu.Index).ThenBy(gpu => gpu.Id, StringComparer.Ordinal).Take(count).ToArray();
        if (free.Length < count) return (AllotAnswer.Full, Why(wish, fitting, free.Length, users), []);
        return (AllotAnswer.Given, "", [.. free.OrderBy(gpu => gpu.Index).Select(gpu => Given(gpu, share))]);
    }

    private static AllottedGpuMessage Given(GpuMessage gpu, int share) => new()
    {
        Id = gpu.Id,
        Index = gpu.Index,
        Maker = gpu.Maker,
        Uuid = gpu.Uuid,
        Thousandths = share,
        MemoryMib = gpu.MemoryMib * share / Whole,
    };

    /// <summary>A program on a card that belongs to nobody who has a part of it: the card is in use, though no allotment says so.</summary>
    public static GpuProcessMessage? Stranger(GpuMessage gpu, IEnumerable<AllotmentRecord> owners)
    {
        var known = owners.ToArray();
        return gpu.Processes.FirstOrDefault(process =>
            !known.Any(each => each.Token == process.Token || (process.Token.Length == 0 && (process.User.Length == 0 || each.User == process.User))));
    }

    private static string Why(AllotRequest wish, GpuMessage[] fitting, int free, ILookup<string, AllotmentRecord> users)
    {
        var uses = fitting.Select(gpu => Use(gpu, users[gpu.Id])).Where(use => use.Length > 0).ToArray();
        var more = uses.Length > 4 ? Text($"; and {uses.Length - 4} more") : "";
        return Text($"{free} of {Count(fitting.Length)} {Are(fitting.Length == 1 ? 1 : free)} free, {wish.Gpus} {Are(wish.Gpus)} wanted: {string.Join("; ", uses.Take(4))}{more}");
    }

    private static string Use(GpuMessage gpu, IEnumerable<AllotmentRecord> owners)
    {
        var known = owners.ToArray();
        if (Stranger(gpu, known) is { } stranger)
            return Text($"{gpu.Index} is used by {(stranger.Name.Length > 0 ? Path.GetFileName(stranger.Name) : "a program")} ({(stranger.User.Length > 0 ? stranger.User + ", " : "")}process {stranger.Process})");
        return known.Length == 0 ? "" : Text($"{gpu.Index} has {string.Join(" and ", known.Select(each => $"{(each.Run.Length > 0 ? each.Run : each.Token)} ({each.User})"))}");
    }

    private static string Count(int count) => count == 1 ? "1 accelerator" : Text($"{count} accelerators");

    private static string Are(double count) => count is 1 or < 1 and > 0 ? "is" : "are";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
