using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Haggle.Simulation.Time;
using Haggle.Testbed.Aws;

namespace Haggle.Simulation.Ec2;

/// <summary>The computer of an instance: it runs the boot script that the instance was made with, and its agent once somebody starts it.</summary>
internal sealed partial class Ec2Computer
{
    private readonly Ec2World _world;
    private readonly Dice _dice;
    private readonly bool _hasNoAgent;
    private bool _isStarting;

    public Ec2Computer(FakeInstance instance, Ec2World world, Dice dice)
    {
        (Instance, _world, _dice) = (instance, world, dice);
        _hasNoAgent = world.IsStormy && dice.Chance(world.Schedule.NoAgent);
        var parts = instance.Tags["haggle:token"].Split('-');
        (Run, Epoch, Rank) = (long.Parse(parts[^3], CultureInfo.InvariantCulture), int.Parse(parts[^2], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
        if (world.IsStormy && dice.Chance(world.Schedule.NeverUp)) return;
        world.Pump.After(instance.Boot + dice.Seconds(1, 40), BootScript);
    }

    public FakeInstance Instance { get; }

    public long Run { get; }

    public int Epoch { get; }

    public int Rank { get; }

    public bool IsUp { get; private set; }

    public Ec2Agent? Agent { get; private set; }

    /// <summary>AWS has said that it takes the machine.</summary>
    public void Warn()
    {
        // A capacity crunch comes without the notice now and then: there is none to hear when it is taken at once.
        if (Instance.TakenAt > _world.Pump.Now) _world.Pump.After(_dice.Seconds(0, 5), () => Agent?.HearNotice(Instance.TakenAt!.Value));
    }

    public void GoDown() => _world.Pump.After(_dice.Seconds(0, 20), () => Agent?.Die());

    /// <summary>Somebody knocks who brings and starts the agent if it does not run yet.</summary>
    public void Knock()
    {
        if (!IsUp || Instance.EndedAt is not null || _hasNoAgent || _isStarting) return;
        _isStarting = true;
        _world.Pump.After(_dice.Seconds(1, 8), () =>
        {
            if (Instance.EndedAt is not null) return;
            Agent = new Ec2Agent(this, _world, _dice.Fork(2), FirstLease());
            if (Instance.TakenAt is { } taken) Agent.HearNotice(taken);
        });
    }

    /// <summary>The agent has ended, and its service ends the machine with it.</summary>
    public void ShutDown() => _world.Cloud.ShutDownFromInside(Instance);

    private void BootScript()
    {
        if (Instance.EndedAt is not null) return;
        IsUp = true;
        if (_world.Bug is Ec2Bug.NoSwitch) return;
        var wait = int.Parse(Unclaimed().Match(Script()).Groups[1].Value, CultureInfo.InvariantCulture);
        _world.Pump.After(TimeSpan.FromSeconds(wait), () =>
        {
            if (Agent is null) ShutDown();
        });
    }

    private string Script() => Encoding.UTF8.GetString(Convert.FromBase64String(Instance.Asked["UserData"]));

    private TimeSpan FirstLease() =>
        TimeSpan.FromSeconds(double.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(Configuration().Match(Script()).Groups[1].Value)), CultureInfo.InvariantCulture));

    [GeneratedRegex(@"--on-active=(\d+) ")]
    private static partial Regex Unclaimed();

    [GeneratedRegex(@"printf %s '([^']+)' \| base64 -d")]
    private static partial Regex Configuration();
}
