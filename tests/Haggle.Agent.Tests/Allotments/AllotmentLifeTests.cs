using Haggle.Agent.Allotments;
using Haggle.Agent.Tests.State;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Allotments;

public sealed class AllotmentLifeTests : IDisposable
{
    private static readonly GpuMessage[] Cards = [new GpuMessage { Index = 0, Id = "GPU-0", Name = "T", Maker = "NVIDIA", MemoryMib = 1000 }];

    private readonly string folder = Directory.CreateTempSubdirectory("haggle-allot-").FullName;
    private readonly VirtualTime time = new();
    private readonly HashSet<string> running = [];
    private readonly HashSet<int> living = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_lease_that_ran_out_frees_the_card_only_when_nothing_of_it_runs_any_more()
    {
        var book = Book();
        Assert.Equal(AllotAnswer.Given, await AllotAsync(book, "a"));
        Assert.Equal(AllotAnswer.Full, await AllotAsync(book, "b"));
        running.Add("a");
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(AllotAnswer.Full, await AllotAsync(book, "b"));
        var held = (await book.ListAsync(Cards, CancellationToken.None)).All.Single();
        Assert.Equal(("a", "its programs still run"), (held.Token, held.HeldBecause));
        Assert.True(held.LeaseLeftSeconds < 0);
        running.Clear();
        Assert.Equal(AllotAnswer.Given, await AllotAsync(book, "b"));
        Assert.Equal(AllotAnswer.Gone, (await book.RenewAsync("a", 0, 0, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task An_agent_that_lives_keeps_its_card_without_renewing()
    {
        var book = Book();
        await AllotAsync(book, "a");
        living.Add(Environment.ProcessId);
        await book.RenewAsync("a", 0, Environment.ProcessId, CancellationToken.None);
        time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(AllotAnswer.Full, await AllotAsync(book, "b"));
        living.Clear();
        Assert.Equal(AllotAnswer.Given, await AllotAsync(book, "b"));
    }

    [Fact]
    public async Task A_clock_that_is_set_by_an_hour_changes_nothing()
    {
        var book = Book();
        await AllotAsync(book, "a");
        time.SetWall(TimeSpan.FromHours(1));
        Assert.Equal(AllotAnswer.Full, await AllotAsync(book, "b"));
        time.SetWall(TimeSpan.FromHours(-2));
        time.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(AllotAnswer.Given, await AllotAsync(book, "b"));
    }

    [Fact]
    public async Task After_a_restart_of_the_computer_everything_is_free_at_once()
    {
        await AllotAsync(Book(), "a");
        running.Add("a");
        var after = Book(boot: "another");
        Assert.Empty((await after.ListAsync(Cards, CancellationToken.None)).All);
        Assert.Equal(AllotAnswer.Gone, (await after.RenewAsync("a", 0, 0, CancellationToken.None)).Outcome);
        Assert.Equal(AllotAnswer.Given, await AllotAsync(after, "b"));
    }

    [Fact]
    public async Task Another_users_programs_are_seen_by_what_they_do_on_the_card()
    {
        await AllotAsync(Book(), "a");
        time.Advance(TimeSpan.FromMinutes(10));
        running.Add("a");
        var other = Book(user: 4711);
        GpuMessage[] busy = [Cards[0] with { Processes = [new GpuProcessMessage { Process = 1, User = Environment.UserName }] }];
        Assert.Equal("programs still use its accelerators", (await other.ListAsync(busy, CancellationToken.None)).All.Single().HeldBecause);
        Assert.Empty((await other.ListAsync(Cards, CancellationToken.None)).All);
    }

    [Fact]
    public async Task What_still_runs_is_not_given_back_and_what_is_not_there_may_be_given_back_again()
    {
        var book = Book();
        await AllotAsync(book, "a");
        running.Add("a");
        Assert.Equal(AllotAnswer.Busy, (await book.FreeAsync("a", 0, CancellationToken.None)).Outcome);
        running.Clear();
        Assert.Equal(AllotAnswer.Gone, (await book.FreeAsync("a", 0, CancellationToken.None)).Outcome);
        Assert.Equal(AllotAnswer.Gone, (await book.FreeAsync("a", 0, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task The_same_token_gives_the_same_card_and_never_to_another_owner()
    {
        var book = Book();
        await AllotAsync(book, "a");
        Assert.Equal(AllotAnswer.Given, await AllotAsync(book, "a"));
        Assert.Single((await book.ListAsync(Cards, CancellationToken.None)).All);
        var foreign = await book.AllotAsync(new AllotRequest { Token = "a", Owner = "other", Gpus = 1 }, Cards, CancellationToken.None);
        Assert.Equal((AllotAnswer.Never, "'a' is the allotment of another owner"), (foreign.Outcome, foreign.Why));
    }

    [Fact]
    public async Task A_file_that_cannot_be_understood_gives_nothing_away_and_what_a_killed_writer_left_is_cleaned_up()
    {
        var book = Book();
        await AllotAsync(book, "a");
        File.WriteAllText(Path.Combine(folder, "b.json.part"), "{");
        Assert.Equal(AllotAnswer.Full, await AllotAsync(book, "b"));
        Assert.False(File.Exists(Path.Combine(folder, "b.json.part")));
        File.WriteAllText(Path.Combine(folder, "c.json"), "");
        var fault = await Assert.ThrowsAsync<AllotmentFault>(() => AllotAsync(book, "d"));
        Assert.Equal($"{folder}/c.json cannot be understood, so nobody knows what it holds; delete it when nothing of it runs any more", fault.Message);
    }

    private AllotmentBook Book(string boot = "boot", uint user = 0) => new(folder, new AllotmentLife(boot, user, running.Contains, (process, _) => living.Contains(process)), time);

    private static async Task<string> AllotAsync(AllotmentBook book, string token) =>
        (await book.AllotAsync(new AllotRequest { Token = token, Owner = "o", Gpus = 1 }, Cards, CancellationToken.None)).Outcome;
}
