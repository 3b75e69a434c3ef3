using Haggle.Wire.Rest;
using Microsoft.AspNetCore.Http;

namespace Haggle.Cli.Tests;

public sealed class Talking_to_the_server
{
    [Fact]
    public async Task A_long_answer_in_chunks_arrives_whole()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        var many = new RunListMessage { Runs = [.. Enumerable.Range(1, 500).Select(id => Samples.Run with { Id = id })] };
        server.On("GET /v1/runs", many, RestJson.Default.RunListMessage);
        using var client = await world.World().ConnectAsync(CancellationToken.None);
        Assert.Equal(500, (await client.RunsAsync(all: true, 1000, CancellationToken.None)).Runs.Length);
    }

    [Fact]
    public async Task The_exit_code_of_a_command_comes_beside_its_output()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/runs/7", Samples.Run, RestJson.Default.RunMessage);
        server.On("POST /v1/runs/7/exec", async context =>
        {
            await ExecFrame.WriteAsync(context.Response.Body, ExecFrame.Output, "first\n"u8.ToArray(), context.RequestAborted);
            await ExecFrame.WriteAsync(context.Response.Body, ExecFrame.Output, "second\n"u8.ToArray(), context.RequestAborted);
            await ExecFrame.WriteAsync(context.Response.Body, ExecFrame.Exit, "3"u8.ToArray(), context.RequestAborted);
        });
        Assert.Equal(3, await world.RunAsync("exec", "7", "--", "ls"));
        Assert.Equal("first\nsecond\n", world.Output);
    }

    [Fact]
    public async Task A_bundle_is_asked_for_and_sent_byte_by_byte()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        var content = new byte[3_000_000];
        new Random(5).NextBytes(content);
        var received = new MemoryStream();
        server.On("PUT /v1/bundles/abc", async context =>
        {
            await context.Request.Body.CopyToAsync(received);
            context.Response.StatusCode = 201;
        });
        using var client = await world.World().ConnectAsync(CancellationToken.None);
        Assert.False(await client.HasBundleAsync("abc", CancellationToken.None));
        await client.SendBundleAsync("abc", new MemoryStream(content), CancellationToken.None);
        Assert.Equal(content, received.ToArray());
    }

    [Fact]
    public async Task A_log_says_where_to_go_on()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/runs/7/logs", async context =>
        {
            Assert.Equal("?attempt=2&rank=1&offset=40&wait=0", context.Request.QueryString.Value);
            context.Response.Headers[RestHeader.LogAttempt] = "2";
            context.Response.Headers[RestHeader.LogOffset] = "40";
            context.Response.Headers[RestHeader.LogNext] = "45";
            context.Response.Headers[RestHeader.LogEnd] = "true";
            await context.Response.WriteAsync("hello");
        });
        using var client = await world.World().ConnectAsync(CancellationToken.None);
        var piece = await client.LogsAsync(7, 2, 1, 40, 0, CancellationToken.None);
        Assert.Equal((2, 45L, true, "hello"), (piece.Attempt, piece.Next, piece.AtEnd, System.Text.Encoding.UTF8.GetString(piece.Bytes)));
    }

    [Theory]
    [InlineData(404, ErrorCode.NotFound, ExitCodes.NoSuchRun)]
    [InlineData(409, ErrorCode.Conflict, ExitCodes.Conflict)]
    [InlineData(422, ErrorCode.NoOffer, ExitCodes.NoOffer)]
    [InlineData(400, ErrorCode.BadRequest, ExitCodes.BadInput)]
    [InlineData(401, ErrorCode.Unauthorized, ExitCodes.NoServer)]
    [InlineData(500, ErrorCode.Internal, ExitCodes.ServerError)]
    [InlineData(418, "teapot", ExitCodes.ServerError)]
    public async Task A_refusal_is_one_message_and_an_exit_code(int status, string code, int exitCode)
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.Refuses("GET /v1/queue", status, code, "the moon is full", "Wait for tomorrow.");
        Assert.Equal(exitCode, await world.RunAsync("queue"));
        Assert.Equal("haggle: the moon is full\n  Wait for tomorrow.\n", world.Error);
        Assert.Equal("", world.Output);
    }

    [Fact]
    public async Task An_answer_that_is_not_ours_is_told_as_such()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/queue", async context =>
        {
            context.Response.StatusCode = 502;
            await context.Response.WriteAsync("<html>bad gateway</html>");
        });
        Assert.Equal(ExitCodes.ServerError, await world.RunAsync("queue"));
        Assert.Contains("GET /v1/queue was answered with status 502", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_breaks_off_is_one_message()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/queue", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("queue"));
        Assert.StartsWith("haggle: the server cannot be reached", world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("ftp://host")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("queue", "--server", address));
        Assert.Contains("is not the address of a server", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_an_older_server_leaves_out_keep_their_defaults()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/runs/7", context => context.Response.WriteAsync("""{"id": 7, "name": "x", "phase": "running", "a_field_of_tomorrow": [1]}"""));
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("status", "7"));
        Assert.StartsWith("Run 7  x  running", world.Output, StringComparison.Ordinal);
        foreach (var path in new[] { "bill", "events" }) server.On("GET /v1/runs/7/" + path, context => context.Response.WriteAsync("""{"run": 7, "name": "x"}"""));
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("cost", "7"));
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("logs", "7", "--decisions"));
    }

    [Theory]
    [InlineData("""{"id": 7, "name": null, "phase": "running"}""")]
    [InlineData("""{"id": 7}""")]
    [InlineData("""{"id": "seven", "name": "x", "phase": "running"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_answer_that_breaks_the_contract_is_one_message(string body)
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/runs/7", context => context.Response.WriteAsync(body));
        Assert.Equal(ExitCodes.NoServer, await world.RunAsync("status", "7"));
        Assert.StartsWith("haggle: the server", world.Error, StringComparison.Ordinal);
    }
}
