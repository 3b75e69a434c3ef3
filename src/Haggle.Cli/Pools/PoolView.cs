using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Pools;

/// <summary>The pool: what is free now, and who uses what.</summary>
internal static class PoolView
{
    public static void Write(Page page, PoolMessage pool)
    {
        if (pool.Machines.Length == 0)
        {
            page.Wrapped("There are no machines in the pool. haggle machines add NAME --user USER puts one in; this computer is always there, without.");
            return;
        }

        var table = new TextTable(
            new Column("MACHINE"), new Column("CARD"), new Column("FREE", Right: true), new Column("TEMP", Right: true, Leaves: 1), new Column("BUSY", Right: true),
            new Column("MEMORY", Right: true, Leaves: 2), new Column("USED BY", Folds: true));
        foreach (var machine in pool.Machines) Add(table, machine);
        page.Table(table);
        page.Blank();
        page.Wrapped(Sum(pool), Ink.Faint);
    }

    private static void Add(TextTable table, PoolMachineMessage machine)
    {
        var name = new Inked(machine.Name, Ink.Strong);
        if (machine.Facts is not { } facts)
        {
            table.Row(name, "", new Inked("-", Ink.Bad), "", "", "", new Inked(machine.Problem.Length > 0 ? machine.Problem : "not asked", Ink.Bad));
            return;
        }

        var state = machine.Draining ? "drained: nothing new begins" : "";
        if (facts.Gpus.Length == 0)
        {
            var given = facts.Allotments.Sum(each => each.Vcpus);
            var users = string.Join("; ", facts.Allotments.Select(each => $"{CardUse.Run(each)} ({each.User})").Prepend(state).Where(each => each.Length > 0));
            table.Row(
                name, $"{Number(facts.Vcpus)} CPUs", Free(machine, Math.Max(0, facts.Vcpus - given) / facts.Vcpus), "", facts.Load is { } load ? MoneyText.Percent(Math.Min(1, load / facts.Vcpus)) : "",
                PoolMachineView.Memory(facts.MemoryMib - facts.MemoryFreeMib, facts.MemoryMib), users);
        }

        for (var i = 0; i < facts.Gpus.Length; i++)
        {
            var gpu = facts.Gpus[i];
            var users = string.Join("; ", new[] { i == 0 ? state : "", CardUse.Users(facts, gpu) }.Where(each => each.Length > 0));
            table.Row(
                i == 0 ? name : "", $"{Number(gpu.Index)} {PoolMachineView.Short(gpu.Name)}", Free(machine, CardUse.Free(facts, gpu) / 1000.0), PoolMachineView.Degrees(gpu), PoolMachineView.Busy(gpu),
                PoolMachineView.Memory(gpu.UsedMib, gpu.MemoryMib), users);
        }

        foreach (var note in facts.Notes) table.Note(new Inked(note, Ink.Careful));
    }

    private static Inked Free(PoolMachineMessage machine, double share) =>
        machine.Draining ? new Inked("no", Ink.Careful) : share >= 1 ? new Inked("yes", Ink.Good) : share <= 0 ? new Inked("no", Ink.Faint) : new Inked(MoneyText.Percent(share), Ink.Good);

    private static string Sum(PoolMessage pool)
    {
        var reached = pool.Machines.Where(machine => machine.Facts is not null).ToArray();
        var cards = reached.Sum(machine => machine.Facts!.Gpus.Length);
        var free = reached.Where(machine => !machine.Draining).Sum(machine => machine.Facts!.Gpus.Count(gpu => CardUse.Free(machine.Facts, gpu) == 1000));
        var lost = pool.Machines.Length - reached.Length;
        var machines = SizeText.Count(pool.Machines.Length, "machine");
        var gone = lost > 0 ? $", {SizeText.Count(lost, "machine")} not reached" : "";
        return cards == 0 ? $"{machines}{gone}." : $"{Number(free)} of {SizeText.Count(cards, "card")} free on {machines}{gone}.";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
