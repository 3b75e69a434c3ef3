using System.Diagnostics;
using System.Net.Sockets;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Local;
using Haggle.Machines;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Local;

public sealed class LocalLifeTests
{
    private static readonly OwnerId Owner = new("mine1234");

    public static bool CanMount { get; } = Environment.IsPrivilegedProcess && Run("unshare", "-m", "mount", "-n", "-t", "tmpfs", "x", "/tmp") == 0;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_has_its_files_before_its_agent_runs_and_only_the_owner_may_read_its_key()
    {
        await using var ground = new LocalGround("test -s \"$3/agent.json\" && test -s \"$3/machine.json\" && touch \"$3/seen\"; exec tail -f /dev/null");
        var folder = await LaunchAsync(ground);
        await UntilAsync(ground, () => File.Exists(Path.Combine(folder, "seen")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "agent.json")));
    }

    [Fact]
    public async Task An_agent_has_its_own_session_no_terminal_no_inherited_files_and_no_key_of_an_account()
    {
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "not-for-machines");
        await using var ground = new LocalGround("cat /proc/$$/stat >\"$3/stat\"; ls -l /proc/$$/fd >\"$3/fd\"; env >\"$3/env\"; touch \"$3/done\"; exec tail -f /dev/null");
        var folder = await LaunchAsync(ground);
        await UntilAsync(ground, () => File.Exists(Path.Combine(folder, "done")));
        var stat = File.ReadAllText(Path.Combine(folder, "stat")).Split(' ');
        Assert.Equal(stat[0], stat[5]);
        var environment = File.ReadAllText(Path.Combine(folder, "env"));
        Assert.DoesNotContain("not-for-machines", environment, StringComparison.Ordinal);
        Assert.Contains($"HAGGLE_MACHINE={Path.GetFileName(folder)}", environment, StringComparison.Ordinal);
        var files = File.ReadAllLines(Path.Combine(folder, "fd")).Where(line => line.Contains("->", StringComparison.Ordinal)).ToArray();
        Assert.All(files, line => Assert.Matches("/dev/null|agent.out|fake-agent|/fd$", line));
    }

    [Fact]
    public async Task Machines_get_addresses_of_their_own_and_a_freed_one_is_used_again()
    {
        await using var ground = new LocalGround();
        var provider = ground.OpenLocal();
        for (var rank = 0; rank < 3; rank++) await provider.LaunchAsync(ground.Request(Owner, rank), Cancellation);
        await provider.TerminateAsync(new MachineId(ground.Request(Owner, 1).Token.Value), Cancellation);
        await provider.LaunchAsync(ground.Request(Owner, 3), Cancellation);
        var live = (await ListAsync(provider)).Where(fact => fact.Status != MachineStatus.Gone);
        Assert.Equal(["127.0.0.2", "127.0.0.4", "127.0.0.3"], live.OrderBy(fact => fact.Token.Value, StringComparer.Ordinal).Select(fact => fact.Address));
    }

    [Fact]
    public async Task Ending_a_machine_kills_every_process_of_it_also_in_other_sessions_and_gives_back_its_disk()
    {
        await using var ground = new LocalGround("setsid tail -f /dev/null & env -i tail -f /dev/null & (cd \"$3\" && mkdir -p work/deep); touch \"$3/done\"; exec tail -f /dev/null");
        var folder = await LaunchAsync(ground);
        await UntilAsync(ground, () => File.Exists(Path.Combine(folder, "done")));
        var token = Path.GetFileName(folder);
        await UntilAsync(ground, () => MarkedProcesses.Scan([]).Of(token).Length >= 3);
        await ground.OpenLocal().TerminateAsync(new MachineId(token), Cancellation);
        Assert.Empty(MarkedProcesses.Scan([]).Of(token));
        Assert.False(Directory.Exists(Path.Combine(folder, "work")));
        Assert.False(File.Exists(Path.Combine(folder, "agent.json")));
        Assert.True(File.Exists(Path.Combine(folder, "ended.json")));
    }

    [Fact(SkipUnless = nameof(CanMount), Skip = "mounting a small disk needs root")]
    public async Task A_machine_that_filled_its_disk_is_ended_and_makes_room_for_the_word_that_it_is_gone()
    {
        await using var ground = new LocalGround("head -c 9000000 /dev/zero >\"$3/junk\" 2>/dev/null; touch \"$3/done\"; exec tail -f /dev/null");
        Directory.CreateDirectory(ground.Machines);
        Assert.Equal(0, Run("mount", "-n", "-t", "tmpfs", "-o", "size=1m,nr_inodes=12", "haggle-test", ground.Machines));
        try
        {
            var folder = await LaunchAsync(ground);
            await UntilAsync(ground, () => new DriveInfo(ground.Machines).AvailableFreeSpace == 0);
            for (var i = 0; i < 12; i++) Run("touch", Path.Combine(folder, "name" + i));
            var provider = ground.OpenLocal();
            await provider.TerminateAsync(new MachineId(Path.GetFileName(folder)), Cancellation);
            Assert.Equal(MachineStatus.Gone, Listed(provider).Status);
            Assert.False(File.Exists(Path.Combine(folder, "junk")));
        }
        finally
        {
            Run("umount", "-l", ground.Machines);
        }
    }

    [Fact]
    public async Task Empty_names_that_a_killed_agent_left_outside_are_taken_away_unless_somebody_needs_them()
    {
        await using var ground = new LocalGround();
        var outside = Path.Combine(ground.Folder, "home");
        string[] names = [Path.Combine(outside, "data"), Path.Combine(outside, "data", "x"), Path.Combine(outside, "one.txt"), Path.Combine(outside, "used"), Path.Combine(outside, "never-made")];
        Directory.CreateDirectory(names[1]);
        File.WriteAllText(names[2], "");
        Directory.CreateDirectory(names[3]);
        File.WriteAllText(Path.Combine(names[3], "mine"), "precious");
        var folder = await LaunchAsync(ground);
        File.WriteAllLines(Path.Combine(folder, "placeholders"), names);
        await ground.OpenLocal().TerminateAsync(new MachineId(Path.GetFileName(folder)), Cancellation);
        Assert.Equal([names[3]], Directory.GetFileSystemEntries(outside));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(names[3], "mine")));
        Assert.False(File.Exists(Path.Combine(folder, "placeholders")));
    }

    [Fact]
    public async Task A_machine_whose_agent_dies_is_ended_whole_and_billed_to_an_instant_that_stays()
    {
        await using var ground = new LocalGround("setsid tail -f /dev/null & exec tail -f /dev/null");
        var folder = await LaunchAsync(ground);
        var provider = ground.OpenLocal();
        await UntilAsync(ground, () => MarkedProcesses.Scan([]).Of(Path.GetFileName(folder)).Length == 2);
        using (var agent = Process.GetProcessById(AgentOf(folder))) agent.Kill();
        await UntilAsync(ground, () => Listed(provider).Status == MachineStatus.Gone);
        var gone = Listed(provider);
        Assert.False(gone.Reclaimed);
        Assert.NotNull(gone.BilledTo);
        await ground.PauseAsync(Cancellation);
        Assert.Equal(gone.BilledTo, Listed(ground.OpenLocal()).BilledTo);
        Assert.Empty(MarkedProcesses.Scan([]).Of(Path.GetFileName(folder)));
    }

    [Fact]
    public async Task The_agents_own_word_of_its_end_counts()
    {
        await using var ground = new LocalGround("printf '{\"at\":\"2030-01-02T03:04:05Z\",\"why\":\"reclaimed\"}' >\"$3/ended.json\"");
        await LaunchAsync(ground);
        var provider = ground.OpenLocal();
        await UntilAsync(ground, () => Listed(provider).Status == MachineStatus.Gone);
        var gone = Listed(provider);
        Assert.True(gone.Reclaimed);
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), gone.BilledTo);
    }

    [Fact]
    public async Task A_reclaim_that_a_hanging_agent_misses_happens_all_the_same()
    {
        await using var ground = new LocalGround();
        var folder = await LaunchAsync(ground);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(-10);
        new MachineFolder(ground.Machines, Path.GetFileName(folder)).Write(new ReclaimSchedule { At = at });
        var provider = ground.OpenLocal();
        await UntilAsync(ground, () => Listed(provider).Status == MachineStatus.Gone);
        Assert.True(Listed(provider).Reclaimed);
    }

    [Fact]
    public async Task An_agent_that_hangs_at_its_reclaim_is_killed_only_after_it_is_written_down_why()
    {
        await using var ground = new LocalGround();
        var folder = new MachineFolder(ground.Machines, Path.GetFileName(await LaunchAsync(ground)));
        var at = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1);
        folder.Write(new ReclaimSchedule { At = at });

        // One look: the agent has been killed and nobody has said yet that the machine is gone. From here on its guard may write that the agent died.
        Assert.Equal(MachineStatus.Ending, Listed(ground.OpenLocal()).Status);
        Assert.Equal((at, "reclaimed"), (folder.End()!.At, folder.End()!.Why));
    }

    [Fact]
    public async Task A_reclaim_out_of_turn_is_written_where_the_agent_looks_and_a_later_one_does_not_put_it_off()
    {
        await using var ground = new LocalGround();
        var folder = new MachineFolder(ground.Machines, Path.GetFileName(await LaunchAsync(ground)));
        var provider = ground.OpenLocal();
        Assert.True(await provider.ReclaimAsync(new MachineId(folder.Machine), TimeSpan.FromMinutes(1), Cancellation));
        var first = folder.Reclaim();
        Assert.Equal(TimeSpan.FromMinutes(1), first?.At - first?.NoticeAt);
        Assert.True(await provider.ReclaimAsync(new MachineId(folder.Machine), TimeSpan.FromHours(1), Cancellation));
        Assert.Equal(first, folder.Reclaim());
        Assert.False(await provider.ReclaimAsync(new MachineId("never-was"), TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task A_folder_whose_path_is_too_long_for_a_socket_is_refused_with_the_way_out()
    {
        await using var ground = new LocalGround();
        var provider = new LocalProvider(ground.Settings, Path.Combine(ground.Folder, new string('x', 100)), ground.Agent, _ => null, TimeProvider.System);
        var refused = Assert.IsType<LaunchOutcome.Refused>(await provider.LaunchAsync(ground.Request(Owner, 0), Cancellation));
        Assert.Contains("shorter path", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_agent_is_one_clear_sentence()
    {
        await using var ground = new LocalGround();
        var request = ground.Request(Owner, 0);
        ground.Agent = ["/nowhere/haggle-agent"];
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ground.OpenLocal().LaunchAsync(request, Cancellation));
        Assert.Equal("the agent /nowhere/haggle-agent is missing; build or install Haggle again", fault.Message);
        Assert.False(fault.IsTransient);
        Assert.Empty(await ListAsync(ground.OpenLocal()));
    }

    [Fact]
    public async Task A_root_that_cannot_be_made_is_one_clear_sentence()
    {
        await using var ground = new LocalGround();
        var blocked = Path.Combine(ground.Folder, "file");
        await File.WriteAllTextAsync(blocked, "", Cancellation);
        var provider = new LocalProvider(ground.Settings, Path.Combine(blocked, "machines"), ground.Agent, _ => null, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<ProviderException>(() => provider.LaunchAsync(ground.Request(Owner, 0), Cancellation));
        Assert.Contains("cannot be used", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_opens_once_the_agent_listens_and_says_when_it_does_not()
    {
        await using var ground = new LocalGround();
        var folder = await LaunchAsync(ground);
        var door = new LocalDoor(ground.Machines, TimeProvider.System);
        var opening = door.OpenAsync(new MachineId(Path.GetFileName(folder)), Cancellation);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "agent.sock")));
        listener.Listen();
        await using (var stream = await opening) Assert.True(stream is { CanRead: true, CanWrite: true });
        Assert.Equal(folder, (await door.ShellAsync(new MachineId(Path.GetFileName(folder)), Cancellation)).Folder);
        await Assert.ThrowsAsync<ProviderException>(() => door.OpenAsync(new MachineId("../x"), Cancellation));
    }

    internal static async Task<string> LaunchAsync(LocalGround ground)
    {
        var outcome = await ground.OpenLocal().LaunchAsync(ground.Request(Owner, 0), Cancellation);
        return Path.Combine(ground.Machines, Assert.IsType<LaunchOutcome.Launched>(outcome).Machine.Value);
    }

    internal static async Task UntilAsync(LocalGround ground, Func<bool> happened)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (happened()) return;
            await ground.PauseAsync(Cancellation);
        }

        Assert.Fail("it did not happen within ten seconds");
    }

    private static int AgentOf(string folder) =>
        int.Parse(File.ReadAllText(Path.Combine(folder, "agent.pid")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static MachineFact Listed(LocalProvider provider) => provider.MachinesAsync(Owner, Cancellation).ToBlockingEnumerable().Single();

    private static async Task<List<MachineFact>> ListAsync(LocalProvider provider)
    {
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(Owner, Cancellation)) facts.Add(fact);
        return facts;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
