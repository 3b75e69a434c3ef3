using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Rentals;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>What the accounts at clouds look like that machines are rented from one by one, and what of ours is in them.</summary>
internal sealed class CloudEndpoints(ImmutableArray<RentedCloud> clouds, IStore store)
{
    private const string Left = "left";

    private static readonly string[] Known = ["vast", "lambda", "runpod", "gcp"];

    /// <summary>Those that are used.</summary>
    public IEnumerable<string> Names => clouds.Select(cloud => cloud.Provider.Name.Value);

    public void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/doctor/{cloud}", Answer.With(ExamineAsync));

    /// <summary>Everything of ours.</summary>
    public async Task<IReadOnlyList<LeftoverMessage>> LeftoversAsync(CancellationToken cancellationToken) => [.. (await FindAsync(cancellationToken)).Select(each => each.Message)];

    /// <summary>Removes what belongs to no run.</summary>
    public async Task<IReadOnlyList<LeftoverMessage>> RemoveAsync(CancellationToken cancellationToken)
    {
        var answers = new List<LeftoverMessage>();
        foreach (var (cloud, leftover, message) in await FindAsync(cancellationToken))
        {
            if (message.Standing == Left) message.Outcome = await OutcomeAsync(cloud, leftover, cancellationToken);
            answers.Add(message);
        }

        return answers;
    }

    private async Task ExamineAsync(HttpContext http)
    {
        var name = http.Request.RouteValues["cloud"] as string ?? "";
        if (!Known.Contains(name)) throw new RestException(ErrorCode.NotFound, $"nobody knows a cloud '{name}'", "they are aws, " + string.Join(", ", Known));
        var checks = clouds.FirstOrDefault(each => each.Provider.Name.Value == name) is { } cloud
            ? (await cloud.ExamineAsync(http.RequestAborted)).Select(each => new DoctorCheck { Group = name, Name = each.Name, State = each.State, Found = each.Found, WhatToDo = each.WhatToDo }).ToArray()
            : [new DoctorCheck { Group = name, Name = "configuration", State = "off", Found = "not used", WhatToDo = $"name it in config.yaml, for example {name}: {{}} (docs/providers/{name}.md); then haggle server stop" }];
        await Answer.JsonAsync(http, new DoctorMessage { Checks = checks }, RestJson.Default.DoctorMessage);
    }

    private async Task<List<(RentedCloud Cloud, CloudLeftover Leftover, LeftoverMessage Message)>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<(RentedCloud, CloudLeftover, LeftoverMessage)>();
        foreach (var cloud in clouds)
        {
            // Found first, then compared: a machine that a run intends meanwhile has its row before its cloud hears of it.
            var name = cloud.Provider.Name;
            var leftovers = await cloud.Sweep.FindAsync(cancellationToken);
            var held = (await store.LiveSlotsAsync(name, cancellationToken)).ToDictionary(slot => slot.Token, slot => slot.Run);
            foreach (var each in leftovers)
            {
                long? run = held.TryGetValue(new LaunchToken(each.Token), out var holder) ? holder.Value : null;
                var standing = each.Owner.Length == 0 ? "shared" : each.Owner != store.Owner.Value ? "other owner" : run is not null ? "run" : Left;
                found.Add((cloud, each, new LeftoverMessage { Kind = each.Kind, Region = name.Value, Id = each.Id, Owner = each.Owner, Run = run, NanoUsdPerDay = each.PerDay?.NanoUsd, About = each.About, Standing = standing }));
            }
        }

        return found;
    }

    private static async Task<string> OutcomeAsync(RentedCloud cloud, CloudLeftover leftover, CancellationToken cancellationToken)
    {
        try
        {
            await cloud.Sweep.RemoveAsync(leftover, cancellationToken);
            return "removed";
        }
        catch (ProviderException fault)
        {
            return fault.Message;
        }
    }
}
