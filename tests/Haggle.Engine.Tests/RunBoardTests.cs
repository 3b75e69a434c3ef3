using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
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
        board.Hear(First.Id, token, new AgentState { LogLength = 5 }, DateTimeOffset.UnixEpoch);
        Assert.True(bell.IsCompleted);
        Assert.Equal(5, board.Heard(First.Id)[token].LogLength);
        Assert.Equal(1, board.Find(First.Id)!.Version);
    }

    [Theory]
    [InlineData(1, null, "it has answered since")]
    [InlineData(0, 0, "what it said before it fell silent breaks no silence")]
    public void An_answer_that_could_not_be_stored_breaks_a_silence_all_the_same(int heardAfter, int? silentSince, string why)
    {
        var token = new LaunchToken("o-1-1-0");
        var slot = new Slot
        {
            Epoch = 1,
            Rank = 0,
            Token = token,
            Quote = new Quote(new Offer { Key = new OfferKey("a/b/c/d"), Provider = new ProviderName("a"), InstanceType = "d" }, HourlyRate.Free, new Provenance("a test", DateTimeOffset.UnixEpoch)),
            State = SlotState.Ready,
            IntendedAt = DateTimeOffset.UnixEpoch,
            ReadyBy = DateTimeOffset.UnixEpoch,
            SilentSince = DateTimeOffset.UnixEpoch,
        };
        var run = First with { Epoch = 1, Phase = RunPhase.Active, Attempt = new Attempt { Epoch = 1, DecidedAt = DateTimeOffset.UnixEpoch, Slots = [slot] } };
        var board = new RunBoard();
        board.Publish(run);
        board.Hear(run.Id, token, new AgentState(), DateTimeOffset.UnixEpoch.AddSeconds(heardAfter));
        DateTimeOffset? expected = silentSince is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
        Assert.True(expected == board.WithoutBrokenSilences(run).AllSlots.Single().SilentSince, why);
    }
}
