using Haggle.Core.Runs;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Agents;

/// <summary>The program of one attempt over all its nodes: it moves on only while every node runs it, as a rendezvous does.</summary>
internal sealed class SimGang(SimProgram program, Job job, RunId run, int epoch, SimWorld world)
{
    private readonly SortedDictionary<int, SimAgent> _members = [];
    private Occurrence? _next;
    private DateTimeOffset? _since;
    private long _doneBefore;
    private long _toldUpTo;

    public RunId Run { get; } = run;

    public int Epoch { get; } = epoch;

    /// <summary>Where the program stands now.</summary>
    public long Step => Math.Min(program.Steps, _doneBefore + (_since is { } since ? (world.Pump.Now - since).Ticks / program.StepTime.Ticks : 0));

    public void Join(SimAgent agent, long restoredStep)
    {
        if (_members.Count == 0) _doneBefore = _toldUpTo = restoredStep;
        _doneBefore = Math.Min(_doneBefore, restoredStep);
        _members[agent.Rank] = agent;
        if (_members.Count < job.Nodes) return;
        _since = world.Pump.Now;
        Plan();
    }

    public void Leave(SimAgent agent)
    {
        if (!_members.Remove(agent.Rank)) return;
        _doneBefore = Step;
        _since = null;
        _next?.CallOff();
    }

    /// <summary>Plans the next thing that can be seen from outside: progress, a failure or the end.</summary>
    private void Plan()
    {
        var tell = _toldUpTo + Math.Max(1, world.Scenario.TellEvery.Ticks / program.StepTime.Ticks);
        var fail = program.Failures.Where(f => f.Step > Step).Select(f => f.Step).DefaultIfEmpty(long.MaxValue).Min();
        var step = Math.Min(Math.Min(tell, fail), program.Steps);
        var at = _since!.Value + ((step - _doneBefore) * program.StepTime);
        _next = world.Pump.At(at, null, () => Reach(step));
    }

    private void Reach(long step)
    {
        _toldUpTo = step;
        foreach (var agent in _members.Values) agent.Tell(step, program.TellsTotal ? program.Steps : null);
        var failure = program.Failures.FindIndex(f => f.Step == step);
        if (step >= program.Steps) End(0);
        else if (failure >= 0) Fail(failure);
        else Plan();
    }

    private void Fail(int failure)
    {
        var code = program.Failures[failure].Code;
        program.Failures.RemoveAt(failure);
        program.HasFailed = true;
        var first = _members.Values.ElementAt((int)(Step % _members.Count));
        Leave(first);
        first.ProgramEnded(code, $"exit code {code}");
    }

    private void End(int code)
    {
        program.Finished.Add(Epoch);
        foreach (var agent in _members.Values.ToArray())
        {
            Leave(agent);
            agent.ProgramEnded(code, "");
        }
    }
}
