namespace Haggle.EndToEnd.Tests;

public sealed class ReadmeTests
{
    private const string Launch = "./haggle launch examples/charlm/task.yaml --rehearse";

    [Fact]
    public async Task The_first_screen_has_the_two_commands_and_the_first_one_does_what_it_says()
    {
        var commands = FirstBlock();
        Assert.Equal([Launch, "./test"], commands);
        Assert.True(File.GetUnixFileMode(Repository.Path("test")).HasFlag(UnixFileMode.UserExecute));

        await using var home = new Home();
        using var command = home.StartIn(Repository.Root, "/bin/sh", "-c", commands[0]);
        var end = (await command.EndAsync()).Expect(0);
        Assert.Contains("final loss ", end.Out);
        Assert.Contains("parameters sha256 ", end.Out);
        Assert.Contains("Bill of run 1 (charlm), succeeded", end.Error);
        Assert.Contains("A rehearsal: nothing is owed.", end.Error);
        Assert.Contains("reclaimed", end.Error);
        Bills.AddUp(home, await home.BillAsync("1"));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public void Every_file_that_the_README_names_is_there()
    {
        var links = File.ReadAllText(Repository.Path("README.md")).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]);
        Assert.All(links.Where(link => !link.Contains("://", StringComparison.Ordinal)), link => Assert.True(File.Exists(Repository.Path(link)), link));
    }

    /// <summary>The commands of the first block of code, without what is said about them.</summary>
    private static string[] FirstBlock()
    {
        var lines = File.ReadAllLines(Repository.Path("README.md"));
        var begin = Array.IndexOf(lines, "```sh");
        Assert.InRange(begin, 0, 20);
        return [.. lines.Skip(begin + 1).TakeWhile(line => line != "```").Select(line => line.Split('#')[0].Trim())];
    }
}
