using System.Globalization;
using Haggle.Wire.Hosts;

namespace Haggle.Cli.Pools;

/// <summary>Who uses a card, in words. Pure.</summary>
internal static class CardUse
{
    private const int Whole = 1000;

    /// <summary>What is free of it, in thousandths: nothing when somebody uses it whom Haggle does not know, or when it cannot be used.</summary>
    public static int Free(HostFactsMessage facts, GpuMessage gpu) =>
        gpu.Problem.Length > 0 || Strangers(facts, gpu).Any() ? 0 : Math.Max(0, Whole - Given(facts, gpu).Sum(each => each.Part.Thousandths));

    /// <summary>Who uses it: runs with their users, then programs that Haggle did not start; "" when nobody does.</summary>
    public static string Users(HostFactsMessage facts, GpuMessage gpu)
    {
        if (gpu.Problem.Length > 0) return gpu.Problem;
        var runs = Given(facts, gpu).Select(each =>
            $"{Run(each.Allotment)} ({each.Allotment.User}{Share(each.Part)}{(each.Allotment.HeldBecause.Length > 0 ? ", lapsed, but " + each.Allotment.HeldBecause : "")})");
        var strangers = Strangers(facts, gpu).Select(each => $"{(each.Name.Length > 0 ? each.Name : "a program")} ({(each.User.Length > 0 ? each.User + ", " : "")}process {Number(each.Process)}), not Haggle's");
        return string.Join("; ", runs.Concat(strangers));
    }

    /// <summary>What an allotment is for.</summary>
    public static string Run(AllotmentMessage allotment) => allotment.Run.Length == 0 ? allotment.Token : allotment.Run.All(char.IsAsciiDigit) ? "run " + allotment.Run : allotment.Run;

    private static string Share(AllottedGpuMessage part) => part.Thousandths >= Whole ? "" : $", {Number(part.Thousandths / 10)}% of it";

    private static IEnumerable<(AllotmentMessage Allotment, AllottedGpuMessage Part)> Given(HostFactsMessage facts, GpuMessage gpu) =>
        from allotment in facts.Allotments
        from part in allotment.Gpus
        where part.Id == gpu.Id
        select (allotment, part);

    // The same rule as on the machine: what belongs to nobody who has a part of the card is a stranger's.
    private static IEnumerable<GpuProcessMessage> Strangers(HostFactsMessage facts, GpuMessage gpu)
    {
        var owners = Given(facts, gpu).Select(each => each.Allotment).ToArray();
        return gpu.Processes.Where(process => !owners.Any(each => each.Token == process.Token || (process.Token.Length == 0 && (process.User.Length == 0 || each.User == process.User))));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
