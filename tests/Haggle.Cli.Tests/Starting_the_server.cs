using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Starting_the_server
{
    [Fact]
    public async Task Nothing_is_started_only_to_say_that_there_is_nothing()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = "/does/not/exist";
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("status"));
        Assert.Equal("No runs yet. Start one: haggle launch FILE\n", world.Output);
        Assert.False(Directory.Exists(world.Home));
    }

    [Fact]
    public async Task A_server_that_does_not_start_is_told_with_the_end_of_its_log()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = Script(world, "echo 'the database is newer than this program' >&2; exit 3");
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("queue"));
        Assert.Contains("exit code 3", world.Error, StringComparison.Ordinal);
        Assert.Contains("  the database is newer than this program", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_leaves_because_another_holds_the_folder_is_no_error()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = Script(world, "exit 0");
        var queue = world.RunAsync("queue");
        await using var other = await world.ServeAsync();
        other.On("GET /v1/queue", Samples.Queue, RestJson.Default.QueueMessage);
        Assert.Equal(ExitCodes.Ok, await queue);
    }

    [Fact]
    public async Task The_server_gets_its_folder_and_no_terminal()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = Script(world, "echo \"$@\"; test -t 0 && echo terminal; exit 1");
        await world.RunAsync("queue");
        Assert.Contains($"--home {world.Home} --private", await File.ReadAllTextAsync(Path.Combine(world.Home, "server.log")), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(world.Home));
    }

    [Fact]
    public async Task A_socket_left_over_by_a_killed_server_does_not_count()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = Script(world, "exit 4");
        Directory.CreateDirectory(world.Home);
        File.WriteAllText(world.SocketPath, "");
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("queue"));
        Assert.Contains("exit code 4", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named()
    {
        using var world = new TestWorld();
        world.Variables["HAGGLE_SERVER_EXE"] = "/does/not/exist";
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("queue"));
        Assert.Contains("/does/not/exist", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_of_no_server_starts_none()
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("server", "status"));
        Assert.StartsWith("haggle: no server is running", world.Error, StringComparison.Ordinal);
    }

    private static string Script(TestWorld world, string body)
    {
        var path = world.Folder.Write("server.sh", "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return path;
    }
}
