using Haggle.Cli.Access;

namespace Haggle.Cli.Tests.Access;

public sealed class Ssh_configuration : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Users => _folder.At("config");

    private string Own => _folder.At("haggle_config");

    private SshConfig Config => new(_folder.Path, TimeProvider.System);

    [Fact]
    public async Task The_users_file_is_given_one_line_at_its_top_once_and_keeps_its_mode()
    {
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        await File.WriteAllTextAsync(Users, "# mine\nHost a\n  User b", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Users, mode);
        Assert.True(await Config.PutAsync(Entry(1), TestContext.Current.CancellationToken));
        Assert.False(await Config.PutAsync(Entry(2), TestContext.Current.CancellationToken));
        Assert.Equal("Include haggle_config\n\n# mine\nHost a\n  User b", await File.ReadAllTextAsync(Users, TestContext.Current.CancellationToken));
        Assert.Equal(mode, File.GetUnixFileMode(Users));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Own));
    }

    [Theory]
    [InlineData("Include haggle_config\n")]
    [InlineData("  include ~/.ssh/haggle_config\n")]
    [InlineData("Include=\"haggle_config\"\r\n")]
    [InlineData("Include conf.d/* haggle_config\nHost x\n")]
    public async Task A_file_that_includes_it_already_is_left_alone(string text)
    {
        await File.WriteAllTextAsync(Users, text, TestContext.Current.CancellationToken);
        await Config.PutAsync(Entry(1), TestContext.Current.CancellationToken);
        Assert.Equal(text, await File.ReadAllTextAsync(Users, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_the_user_has_no_file_there_is_one_with_that_line()
    {
        await Config.PutAsync(Entry(1), TestContext.Current.CancellationToken);
        Assert.Equal("Include haggle_config\n", await File.ReadAllTextAsync(Users, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_is_a_link_stays_one()
    {
        await File.WriteAllTextAsync(_folder.At("dotfiles-config"), "Host a\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Users, "dotfiles-config");
        await Config.PutAsync(Entry(1), TestContext.Current.CancellationToken);
        Assert.Equal("dotfiles-config", new FileInfo(Users).LinkTarget);
        Assert.Equal("Include haggle_config\n\nHost a\n", await File.ReadAllTextAsync(_folder.At("dotfiles-config"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_newest_run_of_a_name_has_it_and_entries_are_replaced_and_taken_away_one_by_one()
    {
        await Config.PutAsync(Entry(1), TestContext.Current.CancellationToken);
        await Config.PutAsync(Entry(2), TestContext.Current.CancellationToken);
        await Config.PutAsync(Entry(1) with { StateFolder = "/other", Alias = "haggle-b" }, TestContext.Current.CancellationToken);
        await Config.PutAsync(Entry(2) with { User = "ubuntu" }, TestContext.Current.CancellationToken);
        Assert.Equal(["Host haggle-2 haggle-a", "  User ubuntu", "Host haggle-1 haggle-b", "  User ml", "Host haggle-1", "  User ml"], Lines("Host ", "  User "));
        await Config.RemoveAsync(new HashSet<string> { Entry(2).Mark, SshEntry.MarkOf("haggle-1", "/state") }, TestContext.Current.CancellationToken);
        Assert.Equal(["Host haggle-1 haggle-b"], Lines("Host "));
        await Config.RemoveAsync(new HashSet<string> { SshEntry.MarkOf("haggle-1", "/other") }, TestContext.Current.CancellationToken);
        Assert.Empty(Lines("Host "));
    }

    [Fact]
    public async Task Many_at_once_lose_no_entry()
    {
        await Task.WhenAll(Enumerable.Range(1, 40).Select(run => Task.Run(() => new SshConfig(_folder.Path, TimeProvider.System).PutAsync(Entry(run) with { Alias = "" }, CancellationToken.None))));
        Assert.Equal(40, Lines("Host ").Length);
        Assert.Equal("Include haggle_config\n", await File.ReadAllTextAsync(Users, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("charlm", "haggle-charlm")]
    [InlineData("my run*", "haggle-my-run-")]
    [InlineData("!a?b", "haggle--a-b")]
    public void A_runs_name_is_no_pattern(string run, string alias) => Assert.Equal(alias, SshEntry.AliasOf(run));

    [Fact]
    public void What_the_client_would_expand_is_doubled_and_paths_with_blanks_are_quoted()
    {
        var text = (Entry(1) with { Identity = "/a b/100%/id", Proxy = ["/x y/haggle", "ssh", "1", "--stdio"] }).Text();
        Assert.Contains("  IdentityFile \"/a b/100%%/id\"\n", text);
        Assert.Contains("  ProxyCommand '/x y/haggle' ssh 1 --stdio --login %r\n", text);
    }

    private static SshEntry Entry(int run) => new()
    {
        Host = $"haggle-{run}",
        Alias = "haggle-a",
        StateFolder = "/state",
        User = "ml",
        Identity = $"/state/ssh/{run}/id_ed25519",
        KnownHosts = $"/state/ssh/{run}/known_hosts",
        Proxy = ["haggle", "ssh", "1", "--stdio"],
    };

    private string[] Lines(params string[] starts) => [.. File.ReadAllLines(Own).Where(line => starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)))];
}
