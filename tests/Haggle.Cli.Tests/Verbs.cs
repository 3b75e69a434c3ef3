using System.Text.Json;
using Haggle.Cli.Commands;
using Haggle.Cli.Following;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Verbs
{
    [Theory]
    [InlineData("statsu", "haggle has no command 'statsu'", "Did you mean status?")]
    [InlineData("cancel", "haggle has no command 'cancel'", "Did you mean stop?")]
    [InlineData("show-gpus", "haggle has no command 'show-gpus'", "Did you mean gpus?")]
    [InlineData("xyzzy", "haggle has no command 'xyzzy'", "See haggle --help")]
    [InlineData("launch t.yaml --dryrun", "haggle launch has no option '--dryrun'", "Did you mean --dry-run?")]
    [InlineData("launch t.yaml --jsn", "haggle launch has no option '--jsn'", "Did you mean --json?")]
    [InlineData("launch", "haggle: launch needs a task file", "haggle launch task.yaml")]
    [InlineData("launch none.yaml", "haggle: none.yaml is not there", "Name a task file")]
    [InlineData("launch t.yaml --speed 600", "haggle: --speed belongs to a rehearsal", "Add --rehearse")]
    [InlineData("launch t.yaml --env 1A=3", "haggle: --env: '1A' is not the name", "NAME=VALUE")]
    [InlineData("launch t.yaml --secret GONE", "haggle: --secret GONE: GONE is not set here", "GONE=VALUE")]
    [InlineData("logs", "haggle logs needs RUN", "See haggle logs --help")]
    [InlineData("logs --folow", "haggle logs has no option '--folow'", "Did you mean --follow?")]
    [InlineData("status 1 2", "haggle status has no further argument '2'", "See haggle status --help")]
    [InlineData("status --limit many", "haggle", "See haggle status --help")]
    [InlineData("server", "haggle server needs to be told what to do", "See haggle server --help")]
    [InlineData("server strat", "haggle server has no command 'strat'", "Did you mean start?")]
    [InlineData("down", "haggle: name one RUN, or --all", "haggle status lists them.")]
    [InlineData("down 1 --all", "haggle: name one RUN, or --all", "haggle status lists them.")]
    [InlineData("exec 7", "haggle exec needs COMMAND", "See haggle exec --help")]
    [InlineData("reclaim 7 --notice soon", "haggle: --notice: 'soon' is not a time", "--notice 40s")]
    [InlineData("check", "haggle check needs FILE", "See haggle check --help")]
    [InlineData("check none.yaml", "haggle: none.yaml is not there", "Name a task file")]
    public async Task A_wrong_command_line_gets_one_message_and_a_way_on(string line, string message, string whatToDo)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(line.Split(' ')));
        var error = string.Join(' ', world.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Contains(whatToDo, error, StringComparison.Ordinal);
        Assert.Equal("", world.Output);
        Assert.False(Directory.Exists(world.Home));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("#7")]
    [InlineData("charlm")]
    public async Task A_run_is_found_by_its_number_or_its_name(string text)
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("status", text));
        Assert.StartsWith("Run 7  charlm  running", world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quick_status_shows_what_the_long_one_shows()
    {
        using TestWorld quick = new(), slow = new();
        await using var server = await quick.ServeAsync();
        await using var other = await slow.ServeAsync();
        server.On("GET /v1/runs", Samples.Runs, RestJson.Default.RunListMessage);
        other.On("GET /v1/runs", Samples.Runs, RestJson.Default.RunListMessage);
        Assert.True(await Task.Run(() => QuickStatus.TryShow(quick.World())));
        await slow.RunAsync("status");
        Assert.Equal(slow.Output, quick.Output);
        Assert.Contains("a-rather-long-name-of-a-run", quick.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quick_status_leaves_what_is_not_as_expected_to_the_long_one()
    {
        using var world = new TestWorld();
        Assert.False(QuickStatus.TryShow(world.World()));
        await using var server = await world.ServeAsync();
        Assert.False(await Task.Run(() => QuickStatus.TryShow(world.World())));
        server.On("GET /v1/runs", Samples.Run, RestJson.Default.RunMessage);
        server.On("GET /v1/runs", async context => await context.Response.Body.WriteAsync("[1, 2]"u8.ToArray()));
        Assert.False(await Task.Run(() => QuickStatus.TryShow(world.World())));
        Assert.Equal("", world.Output);
    }

    [Fact]
    public async Task A_misspelt_name_is_guessed()
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        Assert.Equal(ExitCodes.NoSuchRun, await world.RunAsync("stop", "charml"));
        Assert.Equal("haggle: there is no run 'charml'\n  Did you mean charlm?\n", world.Error);
    }

    [Fact]
    public async Task Every_verb_that_shows_something_writes_it_as_json()
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        foreach (var line in new[] { "status", "status 7", "queue", "cost", "cost 7", "stop 7", "down 7", "down --all", "logs 7", "reclaim 7", "ssh 7", "doctor", "server status" })
        {
            var before = world.Output.Length;
            await world.RunAsync([.. line.Split(' '), "--json"]);
            using var document = JsonDocument.Parse(world.Output[before..]);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    [Fact]
    public async Task Json_is_snake_case_with_units_and_readable()
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        await world.RunAsync("cost", "7", "--json");
        Snapshot.Matches("cost-json", world.Output);
    }

    [Fact]
    public async Task Stopping_and_taking_down_are_told_to_the_server()
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        await world.RunAsync("stop", "7");
        await world.RunAsync("down", "--all");
        Assert.Equal("Run 7 (charlm) is being stopped; it may save a checkpoint first.\nRun 7 (charlm) is being taken down; its machines are given back.\n", world.Output);
    }

    [Fact]
    public async Task A_shell_is_opened_in_the_folder_of_the_machine()
    {
        using var world = new TestWorld();
        world.Variables["SHELL"] = "/bin/zsh";
        await using var server = await ServeAsync(world);
        Assert.Equal(7, await world.RunAsync("ssh", "7", "--plain"));
        var start = Assert.Single(world.Started);
        Assert.Equal(("/bin/zsh", "/m/work", "x"), (start.Program, start.Folder, start.Environment["HAGGLE_RUN_ID"]));
    }

    [Theory]
    [InlineData("ls", "ls")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    [InlineData("$HOME", "'$HOME'")]
    public void A_word_reaches_the_other_shell_as_it_is(string word, string quoted) => Assert.Equal(quoted, ExecCommand.Quote(word));

    [Fact]
    public async Task A_log_is_copied_attempt_by_attempt()
    {
        using var world = new TestWorld();
        await using var server = await ServeAsync(world);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("logs", "7"));
        Assert.Equal("log of 1\nlog of 2\n", world.Output);
        Assert.Equal(ExitCodes.NoSuchRun, await world.RunAsync("logs", "7", "--attempt", "3"));
        Assert.Contains("It has attempts 1 to 2.", world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n::haggle progress step=1\nb\n", "a\nb\n")]
    [InlineData("::haggle note x", "")]
    [InlineData("::hag", "::hag")]
    [InlineData("::haggler\n", "::haggler\n")]
    [InlineData("x ::haggle y\n", "x ::haggle y\n")]
    [InlineData("prompt> ", "prompt> ")]
    public void Progress_lines_are_taken_out_wherever_the_pieces_break(string text, string expected)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var filter = new ProtocolFilter();
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            byte[] seen = [.. filter.Pass(bytes.AsSpan(0, cut)).Span, .. filter.Pass(bytes.AsSpan(cut)).Span, .. filter.Rest().Span];
            Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(seen));
        }
    }

    private static async Task<FakeServer> ServeAsync(TestWorld world)
    {
        var server = await world.ServeAsync();
        server.On("GET /v1/about", new AboutMessage { Version = "0.1.0", ProcessId = 4711 }, RestJson.Default.AboutMessage);
        server.On("GET /v1/runs", new RunListMessage { Runs = [Samples.Run] }, RestJson.Default.RunListMessage);
        foreach (var path in new[] { "GET /v1/runs/7", "POST /v1/runs/7/stop", "POST /v1/runs/7/down", "POST /v1/runs/7/reclaim" }) server.On(path, Samples.Run, RestJson.Default.RunMessage);
        server.On("GET /v1/runs/7/bill", Samples.Bill, RestJson.Default.BillMessage);
        server.On("GET /v1/runs/7/events", Samples.Events, RestJson.Default.EventListMessage);
        server.On("GET /v1/runs/7/shell", new ShellMessage { Folder = "/m/work", Environment = new() { ["HAGGLE_RUN_ID"] = "x" } }, RestJson.Default.ShellMessage);
        server.On("GET /v1/queue", Samples.Queue, RestJson.Default.QueueMessage);
        server.On("GET /v1/doctor", Samples.Doctor, RestJson.Default.DoctorMessage);
        server.On("GET /v1/runs/7/logs", async context =>
        {
            context.Response.Headers[RestHeader.LogEnd] = "true";
            var text = System.Text.Encoding.UTF8.GetBytes($"log of {context.Request.Query["attempt"]}\n");
            await context.Response.Body.WriteAsync(text);
        });
        return server;
    }

    [Theory]
    [InlineData("echo 'no views on this machine' >&2; exit 1", true)]
    [InlineData("exit 0", false)]
    public async Task Check_says_when_mounts_outside_the_working_folder_do_not_work_here(string agent, bool says)
    {
        using var world = new TestWorld();
        var program = world.Folder.Write("agent", $"#!/bin/sh\n[ \"$1 $3\" = 'can-mount /data/x' ] || exit 3\n{agent}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        world.Variables["HAGGLE_AGENT_EXE"] = program;
        world.Folder.Write("here/x");
        world.Folder.Write("task.yaml", "file_mounts:\n  /data/x: ./here\nrun: ls\n");
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("check", "task.yaml"));
        Assert.Equal(says, world.Output.Contains("Not on this computer: no views on this machine", StringComparison.Ordinal));
    }
}
