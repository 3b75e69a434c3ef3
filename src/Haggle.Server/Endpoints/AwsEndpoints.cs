using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Server.Hosting;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>What an AWS account looks like, and what of ours is in it.</summary>
internal sealed class AwsEndpoints(AwsParts? aws, CloudEndpoints rented, IStore store)
{
    private const string Left = "left";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/doctor/aws", Answer.With(ExamineAsync));
        app.MapPost("/v1/aws/quota", Answer.With(QuotaAsync));
        app.MapGet("/v1/leftovers", Answer.With(ListAsync));
        app.MapPost("/v1/leftovers", Answer.With(RemoveAsync));
    }

    private async Task ExamineAsync(HttpContext http)
    {
        var checks = aws is null
            ? [new DoctorCheck { Group = "aws", Name = "configuration", State = "off", Found = "not used", WhatToDo = "name the regions that may be used in config.yaml, for example aws: {regions: [us-east-1]} (docs/aws.md); then haggle server stop" }]
            : (await KnownAsync(() => aws.Doctor.ExamineAsync(http.RequestAborted))).Select(Check).ToArray();
        await Answer.JsonAsync(http, new DoctorMessage { Checks = checks }, RestJson.Default.DoctorMessage);
    }

    private async Task QuotaAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.QuotaRequest);
        var parts = aws ?? throw new RestException(ErrorCode.Conflict, "AWS is not configured", "see docs/aws.md");
        var region = request.Region.Length > 0 ? request.Region : parts.Regions[0];
        if (!parts.Regions.Contains(region)) throw new RestException(ErrorCode.BadRequest, $"{region} is not among the configured regions", "they are " + string.Join(", ", parts.Regions));
        if (request.Vcpus is < 1 or > 10_000) throw new RestException(ErrorCode.BadRequest, "the number of vCPUs must be between 1 and 10000");
        var finding = await KnownAsync(() => parts.Doctor.RequestAsync(region, request.Family, request.Spot, request.Vcpus, http.RequestAborted));
        await Answer.JsonAsync(http, new DoctorMessage { Checks = [Check(finding)] }, RestJson.Default.DoctorMessage);
    }

    private async Task ListAsync(HttpContext http)
    {
        var found = aws is null ? [] : await FindAsync(aws, http.RequestAborted);
        await Answer.JsonAsync(http, Message([.. found.Select(each => each.Message), .. await rented.LeftoversAsync(http.RequestAborted)]), RestJson.Default.LeftoverListMessage);
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.SweepRequest);
        var answers = new List<LeftoverMessage>();
        if (aws is not null)
        {
            // Machines first: a security group goes only when nothing uses it any more.
            foreach (var (leftover, message) in (await FindAsync(aws, http.RequestAborted)).OrderBy(each => each.Leftover.Kind is "key" or "security group"))
            {
                if (message.Standing == Left || (request.Shared && message.Standing == "shared")) message.Outcome = await OutcomeAsync(aws, leftover, http.RequestAborted);
                answers.Add(message);
            }
        }

        answers.AddRange(await rented.RemoveAsync(http.RequestAborted));
        await Answer.JsonAsync(http, Message([.. answers]), RestJson.Default.LeftoverListMessage);
    }

    private LeftoverListMessage Message(LeftoverMessage[] leftovers) => new() { Looked = [.. aws is null ? [] : (string[])[$"aws: {string.Join(", ", aws.Regions)}"], .. rented.Names], Leftovers = leftovers };

    private static async Task<string> OutcomeAsync(AwsParts aws, Leftover leftover, CancellationToken cancellationToken)
    {
        try
        {
            await aws.Sweep.RemoveAsync(leftover, cancellationToken);
            return "removed";
        }
        catch (ProviderException fault)
        {
            return fault.Message;
        }
    }

    private async Task<List<(Leftover Leftover, LeftoverMessage Message)>> FindAsync(AwsParts aws, CancellationToken cancellationToken)
    {
        // Found first, then compared: a machine that a run intends meanwhile has its row before AWS hears of it.
        var found = await KnownAsync(() => aws.Sweep.FindAsync(cancellationToken));
        var held = (await store.LiveSlotsAsync(new ProviderName("aws"), cancellationToken)).ToDictionary(slot => slot.Token, slot => slot.Run);
        var messages = new List<(Leftover, LeftoverMessage)>();
        foreach (var leftover in found)
        {
            long? run = held.TryGetValue(new LaunchToken(leftover.Token), out var holder) ? holder.Value : null;
            var standing = leftover.Kind is "key" or "security group" ? "shared" : leftover.Owner != store.Owner.Value ? "other owner" : run is not null ? "run" : Left;
            messages.Add((leftover, new LeftoverMessage { Kind = leftover.Kind, Region = leftover.Region, Id = leftover.Id, Owner = leftover.Owner, Run = run, NanoUsdPerDay = leftover.PerDay?.NanoUsd, About = leftover.About, Standing = standing }));
        }

        return messages;
    }

    private static DoctorCheck Check(AwsFinding finding) => new() { Group = "aws", Name = finding.Name, State = finding.State, Found = finding.Found, WhatToDo = finding.WhatToDo };

    private static async Task<T> KnownAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ProviderException fault)
        {
            throw new RestException(fault.IsTransient ? ErrorCode.Unavailable : ErrorCode.Conflict, fault.Message);
        }
    }
}
