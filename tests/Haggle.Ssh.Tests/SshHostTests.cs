using System.Text;
using Haggle.Providers.Hosts;
using Haggle.Testbed;

namespace Haggle.Ssh.Tests;

public sealed class SshHostTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_says_what_it_says_with_its_own_exit_code()
    {
        using var host = Host();
        var end = await host.RunAsync(Sh("hostname; echo bad >&2; exit 7"), Cancellation);
        Assert.Equal(new CommandEnd(7, "gpu1\n", "bad\n"), end);
        Assert.Equal(255, (await host.RunAsync(Sh("exit 255"), Cancellation)).ExitCode);
        Assert.Equal(137, (await host.RunAsync(Sh("kill -9 $$"), Cancellation)).ExitCode);
        Assert.Equal(127, (await host.RunAsync(new HostCommand { Words = ["no-such-program"] }, Cancellation)).ExitCode);
    }

    [Theory]
    [InlineData("/bin/bash")]
    [InlineData("/bin/dash")]
    [InlineData("/usr/bin/fish")]
    [InlineData("/bin/tcsh")]
    [InlineData("/usr/bin/zsh")]
    public async Task Words_arrive_as_they_are_whatever_the_login_shell(string shell)
    {
        if (!File.Exists(shell)) Assert.Skip($"{shell} is not installed");
        await using var site = await SiteAsync();
        await site.AddAsync("other", new SshComputerOptions { Shell = shell }, Cancellation);
        using var host = new SshHost(new SshDestination("other", "other"), fixture.Settings() with { ConfigurationFile = site.Configuration }, TimeProvider.System);
        string[] words = ["", "a b", "it's", "\"$HOME\"", "back\\slash\\\\", "!now", "a\nb", "*", "~", "$(id)", "`id`", ";|&<>", "ü€", "%s", "{a,b}", "[x]", "#", "^a", "=x", "-n", "'", "\\'"];
        var end = await host.RunAsync(new HostCommand { Words = ["printf", "<%s>", .. words] }, Cancellation);
        Assert.Equal((0, string.Concat(words.Select(word => $"<{word}>")), ""), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public async Task Input_goes_in_and_comes_back_byte_for_byte()
    {
        using var host = Host();
        var end = await host.RunAsync(new HostCommand { Words = ["cat"], Input = Encoding.UTF8.GetBytes("a line\nand ü\n") }, Cancellation);
        Assert.Equal("a line\nand ü\n", end.Output);
    }

    [Fact]
    public async Task A_stream_goes_both_ways_and_ends_its_command_when_it_is_closed()
    {
        using var host = Host();
        await using (var stream = await host.OpenAsync(Sh("echo $$ >cat.pid; exec cat"), Cancellation))
        {
            var sent = Encoding.UTF8.GetBytes("there and back\n");
            await stream.WriteAsync(sent, Cancellation);
            await stream.FlushAsync(Cancellation);
            var back = new byte[sent.Length];
            await stream.ReadExactlyAsync(back, Cancellation);
            Assert.Equal(sent, back);
        }

        await Until.TrueAsync(async () => (await host.RunAsync(Sh("kill -0 $(cat cat.pid)"), Cancellation)).ExitCode != 0, "the command ended", Cancellation);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public async Task A_file_arrives_whole_with_its_mode_and_again_over_an_older_one(int length)
    {
        using var host = Host();
        var local = Path.Combine(fixture.Site.Folder, $"file{length}");
        foreach (var seed in (int[])[1, 2])
        {
            var content = new byte[length];
            new Random(seed).NextBytes(content);
            await File.WriteAllBytesAsync(local, content, Cancellation);
            File.SetUnixFileMode(local, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            await host.SendAsync(local, $"some folder/file{length}", Cancellation);
            var there = Path.Combine(fixture.First.Home, "some folder", $"file{length}");
            Assert.Equal(content, await File.ReadAllBytesAsync(there, Cancellation));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(there));
        }
    }

    [Fact]
    public async Task A_file_that_finds_no_room_leaves_nothing_behind()
    {
        await using var site = await SiteAsync();
        var full = await site.AddAsync("full", new SshComputerOptions { DiskMib = 1 }, Cancellation);
        using var host = new SshHost(new SshDestination("full", "full"), fixture.Settings() with { ConfigurationFile = site.Configuration }, TimeProvider.System);
        var local = Path.Combine(site.Folder, "large");
        await File.WriteAllBytesAsync(local, new byte[3 << 20], Cancellation);
        var fault = await Assert.ThrowsAsync<HostException>(() => host.SendAsync(local, "large", Cancellation));
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        Assert.Equal("", (await full.InsideAsync("ls -A ~", Cancellation)).Replace("ssh", "", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public async Task All_that_is_done_goes_over_one_connection()
    {
        using var host = Host();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.RunAsync(Sh(":"), Cancellation)));
        var connections = await host.RunAsync(Sh("echo \"$SSH_CONNECTION\""), Cancellation);
        Assert.Equal(connections.Output, (await host.RunAsync(Sh("echo \"$SSH_CONNECTION\""), Cancellation)).Output);
        Assert.True(host.IsHeld());
        await host.CloseAsync(Cancellation);
        await Until.TrueAsync(() => Task.FromResult(!host.IsHeld()), "the connection was closed", Cancellation);
        Assert.Equal(0, (await host.RunAsync(Sh(":"), Cancellation)).ExitCode);
    }

    [Fact]
    public async Task A_changed_host_key_is_refused_with_one_sentence_and_nothing_is_sent()
    {
        await using var site = await SiteAsync();
        var computer = await site.AddAsync("anew", new SshComputerOptions(), Cancellation);
        var settings = fixture.Settings() with { ConfigurationFile = site.Configuration };
        using var host = new SshHost(new SshDestination("anew", "anew"), settings, TimeProvider.System);
        Assert.Equal(0, (await host.RunAsync(Sh(":"), Cancellation)).ExitCode);
        await host.CloseAsync(Cancellation);
        await computer.StopAsync();
        computer.ForgetHostKey();
        await computer.RebootAsync(Cancellation);
        var fault = await Assert.ThrowsAsync<HostException>(() => host.RunAsync(Sh("touch was-here"), Cancellation));
        Assert.False(fault.IsTransient);
        Assert.Equal(
            $"anew shows another host key than the one pinned in {settings.KnownHosts}: it was installed anew, or somebody stands in between. Nothing was sent. "
            + $"If you know why, forget the old key: ssh-keygen -f {settings.KnownHosts} -R '{computer.Address}'",
            fault.Message);
        Assert.False(File.Exists(Path.Combine(computer.Home, "was-here")));
    }

    [Fact]
    public async Task A_key_that_the_user_knows_is_asked_for_at_the_first_contact_already()
    {
        await using var site = await SiteAsync();
        var computer = await site.AddAsync("known", new SshComputerOptions(), Cancellation);
        await Tool.RunAsync("ssh", ["-F", site.Configuration, "-o", "BatchMode=yes", "known", "true"], Cancellation);
        await computer.StopAsync();
        computer.ForgetHostKey();
        await computer.RebootAsync(Cancellation);
        using var host = new SshHost(new SshDestination("known", "known"), fixture.Settings() with { ConfigurationFile = site.Configuration }, TimeProvider.System);
        Assert.Contains("another host key", (await Assert.ThrowsAsync<HostException>(() => host.RunAsync(Sh(":"), Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_behind_another_one_is_reached_through_it()
    {
        using var host = new SshHost(new SshDestination("gpu2", "gpu2") { Jump = "gpu1" }, fixture.Settings(), TimeProvider.System);
        var end = await host.RunAsync(Sh("hostname; echo ${SSH_CONNECTION%% *}"), Cancellation);
        Assert.StartsWith("gpu2\n", end.Output, StringComparison.Ordinal);
        Assert.Contains(fixture.First.Address[..fixture.First.Address.LastIndexOf('.')], end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_so_and_not_asked_again()
    {
        using var host = new SshHost(new SshDestination("gpu1", "gpu1") { User = "nobody" }, fixture.Settings(), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<HostException>(() => host.RunAsync(Sh(":"), Cancellation));
        Assert.False(fault.IsTransient);
        Assert.Contains("gpu1 does not let us in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_not_installed_is_named()
    {
        using var host = new SshHost(new SshDestination("gpu1", "gpu1"), fixture.Settings() with { Program = "no-such-ssh" }, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<HostException>(() => host.RunAsync(Sh(":"), Cancellation));
        Assert.Contains("install it", fault.Message, StringComparison.Ordinal);
    }

    private static HostCommand Sh(string script) => new() { Words = ["sh", "-c", script] };

    private SshHost Host() => new(new SshDestination("gpu1", "gpu1"), fixture.Settings(), TimeProvider.System);

    private async Task<SshSite> SiteAsync()
    {
        _ = fixture.Site;
        return await SshSite.MakeAsync(Cancellation);
    }
}
