using System.Diagnostics;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Local;
using Haggle.Machines;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Local;

public sealed class LocalLaunchTests
{
    private static readonly OwnerId Owner = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_launch_that_was_cut_off_before_the_record_is_done_again()
    {
        await using var ground = new LocalGround();
        var request = ground.Request(Owner, 0);
        var folder = new MachineFolder(ground.Machines, request.Token.Value);
        Directory.CreateDirectory(ground.Machines);
        folder.Make();
        folder.WriteAgentConfiguration("torn"u8);
        Assert.Empty(ground.OpenLocal().MachinesAsync(Owner, Cancellation).ToBlockingEnumerable());
        Assert.IsType<LaunchOutcome.Launched>(await ground.OpenLocal().LaunchAsync(request, Cancellation));
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(folder.Path, "agent.json"), Cancellation));
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_before_the_agent_is_pending_unbilled_and_resumed_with_its_first_record()
    {
        await using var ground = new LocalGround();
        var folder = await CutOffAsync(ground);
        var record = folder.Record();
        var pending = ground.OpenLocal().MachinesAsync(Owner, Cancellation).ToBlockingEnumerable().Single();
        Assert.Equal((MachineStatus.Pending, null), (pending.Status, pending.BilledFrom));
        await ground.OpenLocal().LaunchAsync(ground.Request(Owner, 0), Cancellation);
        await LocalLifeTests.UntilAsync(ground, () => ground.OpenLocal().MachinesAsync(Owner, Cancellation).ToBlockingEnumerable().Single().Status == MachineStatus.Running);
        Assert.Equal(record, folder.Record());
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_is_cleaned_by_ending_it_and_owes_nothing()
    {
        await using var ground = new LocalGround();
        var folder = await CutOffAsync(ground);
        await ground.OpenLocal().TerminateAsync(new MachineId(folder.Machine), Cancellation);
        var gone = ground.OpenLocal().MachinesAsync(Owner, Cancellation).ToBlockingEnumerable().Single();
        Assert.Equal((MachineStatus.Gone, null, null), (gone.Status, gone.BilledFrom, gone.BilledTo));
    }

    [Fact]
    public async Task Records_are_forgotten_after_a_day()
    {
        await using var ground = new LocalGround();
        var folder = new MachineFolder(ground.Machines, Path.GetFileName(await LocalLifeTests.LaunchAsync(ground)));
        await ground.OpenLocal().TerminateAsync(new MachineId(folder.Machine), Cancellation);
        File.Delete(Path.Combine(folder.Path, "ended.json"));
        folder.WriteFirst(new MachineEnded { At = TimeProvider.System.GetUtcNow().AddDays(-2), Why = "terminated" });
        Assert.Empty(ground.OpenLocal().MachinesAsync(Owner, Cancellation).ToBlockingEnumerable());
        Assert.False(folder.Exists);
    }

    [Fact]
    public async Task The_rehearsed_market_gives_its_reclaim_to_the_machine_and_refuses_while_it_is_down()
    {
        await using var ground = new LocalGround();
        var request = ground.Rehearsed(Owner, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(9));
        Assert.IsType<LaunchOutcome.Launched>(await ground.OpenLocal().LaunchAsync(request, Cancellation));
        var reclaim = new MachineFolder(ground.Machines, request.Token.Value).Reclaim();
        Assert.Equal(request.Rehearsal?.Start.AddMinutes(1), reclaim?.At);
        Assert.Equal(request.Rehearsal?.Start.AddMinutes(1).AddSeconds(-3), reclaim?.NoticeAt);
        var later = request with { Rehearsal = request.Rehearsal! with { Start = request.Rehearsal.Start.AddMinutes(-5) }, Token = LaunchToken.For(Owner, request.Run, 2, 0) };
        var none = Assert.IsType<LaunchOutcome.NoCapacity>(await ground.OpenLocal().LaunchAsync(later, Cancellation));
        Assert.InRange(none.CoolFor, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_rehearsal_quotes_the_pretended_offer_as_this_machines_with_its_own_key_price_and_pace()
    {
        await using var ground = new LocalGround();
        var scope = new QuoteScope(new Rehearsal { Offer = LocalGround.OfferKey, Pace = 600 });
        var quote = ground.OpenLocal().QuotesAsync(scope, Cancellation).ToBlockingEnumerable().Single();
        Assert.Equal((LocalGround.OfferKey, "local", 600, "p3.2xlarge"), (quote.Offer.Key.Value, quote.Offer.Provider.Value, quote.Offer.Pace, quote.Offer.InstanceType));
        Assert.Empty(ground.OpenLocal().QuotesAsync(new QuoteScope(new Rehearsal { Offer = "no/such/offer" }), Cancellation).ToBlockingEnumerable());
    }

    [Fact]
    public async Task With_a_spot_offer_its_on_demand_twin_can_be_had_and_is_never_taken_back()
    {
        await using var ground = new LocalGround();
        var twin = ground.Pretended with
        {
            Offer = ground.Pretended.Offer with { Key = new OfferKey("aws/us-east-1/p3.2xlarge/on-demand"), Purchase = Purchase.OnDemand },
            Rate = HourlyRate.FromUsd(3.06m),
        };
        var provider = new LocalProvider(
            ground.Settings, ground.Machines, ground.Agent, key => key == LocalGround.OfferKey ? ground.Pretended : key == twin.Offer.Key.Value ? twin : null, TimeProvider.System);
        var down = ground.Rehearsed(Owner, TimeSpan.Zero, TimeSpan.FromHours(1));
        var quotes = provider.QuotesAsync(new QuoteScope(down.Rehearsal), Cancellation).ToBlockingEnumerable().ToArray();
        Assert.Equal([LocalGround.OfferKey, twin.Offer.Key.Value], quotes.Select(quote => quote.Offer.Key.Value));
        Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(down with { Quote = quotes[1] }, Cancellation));
        Assert.Null(new MachineFolder(ground.Machines, down.Token.Value).Reclaim());
    }

    [Fact]
    public async Task The_memory_limit_is_really_enforced()
    {
        // tail keeps the last line whole: 300 MB in one line cannot be held in 64 MiB.
        await using var ground = new LocalGround(
            "head -c 300000000 /dev/zero | tail -n 1 >/dev/null; echo $? >\"$3/done\"; exec tail -f /dev/null",
            new LocalSettings { Name = "testhost", MemoryLimit = Gib.FromMib(64) });
        var folder = await LocalLifeTests.LaunchAsync(ground);
        await LocalLifeTests.UntilAsync(ground, () => File.Exists(Path.Combine(folder, "done")) && File.ReadAllText(Path.Combine(folder, "done")).Length > 1);
        Assert.NotEqual("0", (await File.ReadAllTextAsync(Path.Combine(folder, "done"), Cancellation)).Trim());
    }

    [Fact]
    public async Task The_cpu_limit_is_really_enforced()
    {
        if (AllowedCpus.Read().Length < 2) Assert.Skip("one CPU only: nothing to limit");
        await using var ground = new LocalGround(
            "grep Cpus_allowed_list /proc/$$/status >\"$3/cpus\"; touch \"$3/done\"; exec tail -f /dev/null", new LocalSettings { Name = "testhost", CpuLimit = 1 });
        var folder = await LocalLifeTests.LaunchAsync(ground);
        await LocalLifeTests.UntilAsync(ground, () => File.Exists(Path.Combine(folder, "done")));
        var list = await File.ReadAllTextAsync(Path.Combine(folder, "cpus"), Cancellation);
        Assert.Single(AllowedCpus.Parse(list[(list.IndexOf(':', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task Two_processes_that_launch_the_same_token_make_one_machine()
    {
        if (Environment.GetEnvironmentVariable("HAGGLE_TEST_LAUNCH") is { } shared)
        {
            await LaunchSharedAsync(shared);
            return;
        }

        await using var ground = new LocalGround("echo x >>\"$3/../../starts\"; exec tail -f /dev/null");
        var children = Enumerable.Range(0, 2).Select(_ => StartChild(ground.Folder)).ToArray();
        foreach (var child in children)
        {
            await child.WaitForExitAsync(Cancellation);
            Assert.Equal(0, child.ExitCode);
            child.Dispose();
        }

        await LocalLifeTests.UntilAsync(ground, () => File.Exists(Path.Combine(ground.Folder, "starts")));
        Assert.Single(Directory.GetDirectories(ground.Machines));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(ground.Folder, "starts"), Cancellation));
    }

    private static async Task LaunchSharedAsync(string shared)
    {
        // The child's own ground only makes the request; the machine goes into the folder of the parent, under the parent's token.
        await using var ground = new LocalGround();
        var provider = new LocalProvider(ground.Settings, Path.Combine(shared, "machines"), ["/bin/sh", Path.Combine(shared, "fake-agent")], _ => null, TimeProvider.System);
        var request = ground.Request(Owner, 0) with { Token = new LaunchToken("shared-" + Path.GetFileName(shared).Replace('.', '-')) };
        for (var i = 0; i < 5; i++) Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation));
    }

    private static Process StartChild(string shared)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? throw new InvalidOperationException("no path of this process"));
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add("*" + nameof(Two_processes_that_launch_the_same_token_make_one_machine));
        start.Environment["HAGGLE_TEST_LAUNCH"] = shared;
        start.RedirectStandardOutput = true;
        return Process.Start(start) ?? throw new InvalidOperationException("no child");
    }

    private static async Task<MachineFolder> CutOffAsync(LocalGround ground)
    {
        // The same as a launch, less its last step.
        var request = ground.Request(Owner, 0);
        var path = await LocalLifeTests.LaunchAsync(ground);
        var folder = new MachineFolder(ground.Machines, request.Token.Value);
        await LocalLifeTests.UntilAsync(ground, () => folder.Agent() is not null);
        await LocalLifeTests.UntilAsync(ground, () => NoneLeft(folder, request.Token.Value));
        File.Delete(Path.Combine(path, "agent.pid"));
        return folder;
    }

    // Looks and kills until nothing is seen: a process may have had a child between the look and the kill. The agent is known by its id, as the provider
    // knows it: while the shell that starts it is being replaced, it has no environment to be seen.
    private static bool NoneLeft(MachineFolder folder, string token)
    {
        var seen = MarkedProcesses.Scan([KeyValuePair.Create(token, folder.Agent()!.Value)]);
        seen.Kill(token);
        return seen.Of(token).IsEmpty;
    }
}
