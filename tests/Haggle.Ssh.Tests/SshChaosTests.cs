using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Ssh;
using Haggle.Testbed;

namespace Haggle.Ssh.Tests;

/// <summary>What happens to hosts in earnest: cut off, restarted, full, with a wrong clock, shared.</summary>
public sealed class SshChaosTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static readonly OwnerId Mine = new("mine1234");
    private static readonly OwnerId Other = new("other567");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_cut_off_is_told_as_not_reached_and_its_machines_stay_what_they_were()
    {
        await using var ground = new SshGround(fixture) { AnswerPatience = TimeSpan.FromSeconds(5) };
        var provider = ground.OpenSsh();
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0));
        await StatusAsync(provider, machine, MachineStatus.Running);
        await fixture.First.CutAsync(Cancellation);
        try
        {
            await Until.TrueAsync(async () => await FactAsync(provider, machine) is not null && Lost(provider, "gpu1"), "the host is told as not reached", Cancellation);
            Assert.Equal(MachineStatus.Running, (await FactAsync(provider, machine))?.Status);
            Assert.Equal(MachineStatus.Running, (await FactAsync(ground.OpenSsh(), machine))?.Status);
            Assert.DoesNotContain(provider.QuotesAsync(new QuoteScope(null), Cancellation).ToBlockingEnumerable(), quote => quote.Offer.Region == "gpu1");
            await Assert.ThrowsAsync<ProviderException>(() => provider.TerminateAsync(machine, Cancellation));
        }
        finally
        {
            await fixture.First.JoinAsync(Cancellation);
        }

        await Until.TrueAsync(async () => await FactAsync(provider, machine) is not null && !Lost(provider, "gpu1"), "the host is reached again", Cancellation);
        Assert.Equal(MachineStatus.Running, (await FactAsync(provider, machine))?.Status);
    }

    [Fact]
    public async Task A_restarted_host_has_none_of_its_machines()
    {
        await using var ground = new SshGround(fixture);
        var provider = ground.OpenSsh();
        var machine = await LaunchAsync(provider, ground.Request(Mine, 1));
        await StatusAsync(provider, machine, MachineStatus.Running);
        await fixture.Second.RebootAsync(Cancellation);
        var gone = await StatusAsync(provider, machine, MachineStatus.Gone);
        Assert.False(gone.Reclaimed);
        Assert.NotNull(gone.BilledTo);
        Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(Mine, 3), Cancellation));
    }

    [Fact]
    public async Task A_machine_whose_agent_is_killed_is_gone_with_everything_in_it()
    {
        await using var ground = new SshGround(fixture);
        var provider = ground.OpenSsh();
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0));
        await StatusAsync(provider, machine, MachineStatus.Running);
        await fixture.First.InsideAsync("kill -9 $(cut -d' ' -f1 ~/.haggle-agent/machines/*/agent.pid)", Cancellation);
        await StatusAsync(provider, machine, MachineStatus.Gone);
        Assert.False(ground.IsReallyThere(machine));
    }

    [Fact]
    public async Task On_a_drained_host_nothing_new_begins_and_what_was_begun_is_found_again()
    {
        await using var ground = new SshGround(fixture);
        var provider = ground.OpenSsh();
        var (begun, next) = (ground.Request(Mine, 5), ground.Request(Mine, 6));
        var machine = await LaunchAsync(provider, begun);
        ground.Pool = [.. ground.Pool.Select(entry => entry with { Draining = true })];
        Assert.Contains("drained", Assert.IsType<LaunchOutcome.NoCapacity>(await provider.LaunchAsync(next, Cancellation)).Why, StringComparison.Ordinal);
        Assert.Equal(machine, Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(begun, Cancellation)).Machine);
        await provider.TerminateAsync(machine, Cancellation);
    }

    [Fact]
    public async Task Two_servers_on_one_host_never_get_the_same_part_of_it()
    {
        await using var first = new SshGround(fixture);
        await using var second = new SshGround(fixture);
        var whole = first.OpenSsh().QuotesAsync(new QuoteScope(null), Cancellation).ToBlockingEnumerable().Last(quote => quote.Offer.Region == "gpu1");
        var outcomes = await Task.WhenAll(
            first.OpenSsh().LaunchAsync(first.Request(Mine, 0, whole), Cancellation), second.OpenSsh().LaunchAsync(second.Request(Other, 0, whole), Cancellation));
        Assert.Single(outcomes, outcome => outcome is LaunchOutcome.Launched);
        Assert.Contains("are wanted", Assert.Single(outcomes.OfType<LaunchOutcome.NoCapacity>()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_a_fault_that_says_so_and_a_launch_works_once_there_is_room()
    {
        _ = fixture.Site;
        await using var site = await SshSite.MakeAsync(Cancellation);
        var small = await site.AddAsync("small", new SshComputerOptions { DiskMib = 40 }, Cancellation);
        await using var ground = new SshGround(fixture, site, "small");
        var request = ground.Request(Mine, 0, ground.QuoteOf("small"));
        var provider = ground.OpenSsh();
        await small.InsideAsync("head -c 99000000 /dev/zero >~/junk 2>/dev/null; :", Cancellation);
        var fault = await Assert.ThrowsAsync<ProviderException>(() => provider.LaunchAsync(request, Cancellation));
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        await small.InsideAsync("rm ~/junk", Cancellation);
        await StatusAsync(provider, await LaunchAsync(provider, request), MachineStatus.Running);
    }

    [Fact]
    public async Task A_damaged_agent_is_copied_again_and_a_strange_computer_is_refused()
    {
        await using var ground = new SshGround(fixture);
        await StatusAsync(ground.OpenSsh(), await LaunchAsync(ground.OpenSsh(), ground.Request(Mine, 1)), MachineStatus.Running);
        await fixture.Second.InsideAsync("for f in ~/.haggle-agent/*/haggle-agent; do cp $f $f.x && echo broken >>$f.x && mv $f.x $f; done", Cancellation);
        await StatusAsync(ground.OpenSsh(), await LaunchAsync(ground.OpenSsh(), ground.Request(Mine, 3)), MachineStatus.Running);

        var arm = Path.Combine(fixture.Site.Folder, "arm-agent");
        await File.WriteAllBytesAsync(arm, [0x7f, (byte)'E', (byte)'L', (byte)'F', .. new byte[14], 183, 0], Cancellation);
        await using var strange = new SshProvider(new SshPoolSettings { Machines = () => ground.Pool, Client = fixture.Settings(), AgentFile = arm, ListPatience = TimeSpan.FromMinutes(1), FirstPatience = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        Assert.Empty(strange.QuotesAsync(new QuoteScope(null), Cancellation).ToBlockingEnumerable());
        Assert.All(strange.Health, health => Assert.EndsWith("is a 'Linux x86_64' computer, and the agent here is for 'Linux aarch64'; machines of its kind cannot be used from this one", health.Why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_version_of_the_agent_takes_away_the_old_ones_that_nobody_uses()
    {
        var (unused, running, fresh, other) = (new string('a', 64), new string('b', 64), new string('c', 64), "notes");
        var computer = fixture.Second;
        await computer.InsideAsync(
            $"rm -rf .haggle-agent; for d in {unused} {running} {fresh} {other}; do mkdir -p .haggle-agent/$d && cp \"$(command -v sleep)\" .haggle-agent/$d/haggle-agent; done; "
            + $".haggle-agent/{running}/haggle-agent 600 </dev/null >/dev/null 2>&1 & touch -d '2 days ago' .haggle-agent/{unused} .haggle-agent/{running} .haggle-agent/{other}", Cancellation);
        try
        {
            await using var ground = new SshGround(fixture);
            await ground.OpenSsh().TryAsync(SshGround.Entry("gpu2"), Cancellation);
            var left = (await computer.InsideAsync("cd .haggle-agent; ls -d */haggle-agent", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('/')[0]).ToArray();
            Assert.Equal(4, left.Length);
            Assert.DoesNotContain(unused, left);
        }
        finally
        {
            await computer.InsideAsync($"for p in /proc/[0-9]*; do [ \"$p/exe\" -ef .haggle-agent/{running}/haggle-agent ] && kill -9 \"${{p#/proc/}}\"; done; rm -rf .haggle-agent/{running} .haggle-agent/{fresh} .haggle-agent/{other}", Cancellation);
        }
    }

    [Theory]
    [InlineData("AllowStreamLocalForwarding no")]
    [InlineData("MaxSessions 3")]
    public async Task Agents_are_reached_whatever_the_hosts_sshd_allows(string line)
    {
        _ = fixture.Site;
        await using var site = await SshSite.MakeAsync(Cancellation);
        await site.AddAsync("strict", new SshComputerOptions { SshdLines = line }, Cancellation);
        await using var ground = new SshGround(fixture, site, "strict");
        var provider = ground.OpenSsh();
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0, ground.QuoteOf("strict")));
        await StatusAsync(provider, machine, MachineStatus.Running);
        for (var i = 0; i < 4; i++) await Until.TrueAsync(() => AgentTalk.AnswersAsync(provider, machine, Cancellation), "the agent answers", Cancellation);
        var many = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AgentTalk.AnswersAsync(provider, machine, Cancellation)));
        Assert.All(many, Assert.True);
    }

    private static bool Lost(SshProvider provider, string name) => provider.Health.First(health => health.Name == name).LostAt is not null;

    private static async Task<MachineId> LaunchAsync(SshProvider provider, LaunchRequest request) =>
        Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;

    private static Task<MachineFact?> FactAsync(SshProvider provider, MachineId machine) =>
        Task.FromResult(provider.MachinesAsync(Mine, Cancellation).ToBlockingEnumerable().FirstOrDefault(fact => fact.Machine == machine));

    private static async Task<MachineFact> StatusAsync(SshProvider provider, MachineId machine, MachineStatus status)
    {
        MachineFact? fact = null;
        await Until.TrueAsync(async () => (fact = await FactAsync(provider, machine))?.Status == status, $"{machine} is {status}", Cancellation);
        return fact!;
    }
}
