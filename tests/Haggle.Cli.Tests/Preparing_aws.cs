using System.Text.Json;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Preparing_aws
{
    [Fact]
    public async Task The_policy_is_printed_without_a_server()
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("aws", "policy"));
        using var policy = JsonDocument.Parse(world.Output);
        Assert.Equal("2012-10-17", policy.RootElement.GetProperty("Version").GetString());
    }

    [Fact]
    public async Task A_quota_is_asked_for_in_the_words_of_the_doctor()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        QuotaRequest? asked = null;
        server.On("POST /v1/aws/quota", async context =>
        {
            asked = await JsonSerializer.DeserializeAsync(context.Request.Body, RestJson.Default.QuotaRequest);
            await JsonSerializer.SerializeAsync(context.Response.Body, new DoctorMessage { Checks = [new() { Group = "aws", Name = "G and VT spot", State = "ok", Found = "asked for 4 vCPU instead of 0: PENDING" }] }, RestJson.Default.DoctorMessage);
        });
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("aws", "quota", "request", "g", "spot", "4", "--region", "us-west-2"));
        Assert.Equal(("g", true, 4, "us-west-2"), (asked!.Family, asked.Spot, asked.Vcpus, asked.Region));
        Assert.Contains("asked for 4 vCPU instead of 0: PENDING", world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws quota request g sometimes 4", "'sometimes' is neither spot nor on-demand")]
    [InlineData("doctor azure", "the doctor does not know 'azure'")]
    [InlineData("sweep --shared", "--shared goes with --remove")]
    public async Task A_mistake_gets_one_clear_message(string line, string message)
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(line.Split(' ')));
        Assert.Contains(message, world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_looks_at_the_account_and_a_problem_there_is_one()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/doctor/aws", new DoctorMessage { Checks = [new() { Group = "aws", Name = "credential", State = "problem", Found = "expired", WhatToDo = "aws sso login" }] }, RestJson.Default.DoctorMessage);
        Assert.Equal(ExitCodes.Unwell, await world.RunAsync("doctor", "aws"));
        Assert.Contains("aws sso login", world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_removes_only_when_it_is_told_to_and_says_what_could_not_go()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("GET /v1/leftovers", Samples.Leftovers(removed: false), RestJson.Default.LeftoverListMessage).On("POST /v1/leftovers", Samples.Leftovers(removed: true), RestJson.Default.LeftoverListMessage);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("sweep"));
        Assert.DoesNotContain("POST /v1/leftovers", server.Asked);
        Assert.Equal(ExitCodes.Failed, await world.RunAsync("sweep", "--remove"));
        Assert.Contains("DependencyViolation", world.Output, StringComparison.Ordinal);
    }
}
