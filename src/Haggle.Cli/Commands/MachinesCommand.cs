using System.CommandLine;
using Haggle.Cli.Pools;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle machines`: the machines of one's own.</summary>
internal static class MachinesCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var verb = new Verb(
            "machines", "Show your own machines: what is free now, and who uses what. Add machines over SSH, drain them, take them out.",
            "haggle machines # what is free, who uses what", "haggle machines add gpu1.lab --user ml # reach it, pin its key, look what it has",
            "haggle machines drain gpu1.lab # nothing new begins there");
        verb.Add(Add(world, globals));
        verb.Add(Show(world, globals));
        verb.Add(Remove(world, globals));
        verb.Add(Drain(world, globals, "drain", "Let nothing new begin on a machine; what runs there goes on.", draining: true));
        verb.Add(Drain(world, globals, "undrain", "Let a drained machine take part again.", draining: false));
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            call.Show(await client.MachinesAsync(cancellationToken).ConfigureAwait(false), RestJson.Default.PoolMessage, PoolView.Write);
            return ExitCodes.Ok;
        });
    }

    private static Verb Add(World world, GlobalOptions globals)
    {
        var options = new AddMachineOptions();
        var verb = new Verb(
            "add", "Put a machine into the pool: it is reached over SSH as you reach it, its key is pinned, and what it has is looked at.",
            "haggle machines add gpu1.lab --user ml --price 0.35/h", "haggle machines add box --host 10.0.0.7 --jump gate.lab # through another host",
            "haggle machines add box --own box.yaml # its price is what owning it costs an hour");
        options.AddTo(verb);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var added = await new AddMachine(call, await options.ReadAsync(call, cancellationToken).ConfigureAwait(false)).RunAsync(cancellationToken).ConfigureAwait(false);
            call.Show(added, RestJson.Default.PoolMachineMessage, (page, machine) =>
            {
                page.Line($"{machine.Name} is in the pool.");
                page.Blank();
                PoolMachineView.Write(page, machine);
            });
            return ExitCodes.Ok;
        });
    }

    private static Verb Show(World world, GlobalOptions globals)
    {
        var name = NameArgument();
        var verb = new Verb("show", "Show all about one machine.", "haggle machines show gpu1.lab");
        verb.Add(name);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            call.Show(await client.MachineAsync(call.Value(name), cancellationToken).ConfigureAwait(false), RestJson.Default.PoolMachineMessage, PoolMachineView.Write);
            return ExitCodes.Ok;
        });
    }

    private static Verb Remove(World world, GlobalOptions globals)
    {
        var name = NameArgument();
        var verb = new Verb("remove", "Take a machine out of the pool. What runs there goes on to its end; nothing new begins.", "haggle machines remove gpu1.lab");
        verb.Add(name);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var gone = await client.RemoveMachineAsync(call.Value(name), cancellationToken).ConfigureAwait(false);
            call.Show(gone, RestJson.Default.PoolMachineMessage, (page, machine) => page.Wrapped($"{machine.Name} is no longer in the pool. The agent's folder ~/.haggle-agent there may be deleted once nothing of it runs."));
            return ExitCodes.Ok;
        });
    }

    private static Verb Drain(World world, GlobalOptions globals, string word, string description, bool draining)
    {
        var name = NameArgument();
        var verb = new Verb(word, description, $"haggle machines {word} gpu1.lab");
        verb.Add(name);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var machine = await client.DrainMachineAsync(call.Value(name), new DrainRequest { Draining = draining }, cancellationToken).ConfigureAwait(false);
            call.Show(machine, RestJson.Default.PoolMachineMessage, (page, told) => page.Line(told.Draining ? $"{told.Name} is drained: nothing new begins there." : $"{told.Name} takes part again."));
            return ExitCodes.Ok;
        });
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "the machine's name in the pool" };
}
