using Haggle.Core.Runs;
using Haggle.Engine.Loops;

namespace Haggle.Engine.Tests;

public sealed class RunBoardTests
{
    private static readonly Run First = new()
    {
        Id = new RunId(1),
        Version = 1,
        Job = new Job { Name = "a" },
        SubmittedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void An_older_version_never_covers_a_newer_one()
    {
        var board = new RunBoard();
        board.Publish(First with { Version = 3 });
        board.Publish(First with { Version = 2 });
        Assert.Equal(3, board.Find(First.Id)!.Version);
    }

    [Fact]
    public void Whoever_waits_hears_the_next_change_and_a_run_that_is_over_leaves()
    {
        var board = new RunBoard();
        board.Publish(First);
        var bell = board.NextChange(First.Id)!;
        Assert.False(bell.IsCompleted);
        board.Publish(First with { Version = 2, Phase = RunPhase.Ended });
        Assert.True(bell.IsCompleted);
        Assert.Null(board.Find(First.Id));
        Assert.Null(board.NextChange(First.Id));
        Assert.Equal(0, board.Count);
    }

    [Fact]
    public void What_an_agent_said_last_rings_without_being_stored()
    {
        var board = new RunBoard();
        board.Publish(First);
        var bell = board.NextChange(First.Id)!;
        var token = new LaunchToken("o-1-1-0");
        board.Hear(First.Id, token, new AgentState { LogLength = 5 });
        Assert.True(bell.IsCompleted);
        Assert.Equal(5, board.Heard(First.Id)[token].LogLength);
        Assert.Equal(1, board.Find(First.Id)!.Version);
    }
}
