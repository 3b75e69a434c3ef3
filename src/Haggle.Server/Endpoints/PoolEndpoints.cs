using System.Text;
using Haggle.Core.Pools;
using Haggle.Engine.Ports;
using Haggle.Providers.Ssh;
using Haggle.Server.Pools;
using Haggle.TaskFiles.Pools;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>The machines of the pool: what they have and who uses it, and which there are.</summary>
internal sealed class PoolEndpoints(PoolShelf shelf, IPoolReach reach, TimeProvider time)
{
    /// <summary>What a machine that is slow costs the others' answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/machines", Answer.With(ListAsync));
        app.MapPost("/v1/machines", Answer.With(AddAsync));
        app.MapGet("/v1/machines/{name}", Answer.With(ShowAsync));
        app.MapDelete("/v1/machines/{name}", Answer.With(RemoveAsync));
        app.MapPost("/v1/machines/{name}/drain", Answer.With(DrainAsync));
    }

    private async Task ListAsync(HttpContext http)
    {
        var machines = shelf.Machines();
        RefuseBadFile();
        var asked = machines.Select(machine => AskAsync(machine, http.RequestAborted)).ToArray();
        await Answer.JsonAsync(http, new PoolMessage { Now = time.GetUtcNow(), File = shelf.Path, Machines = await Task.WhenAll(asked) }, RestJson.Default.PoolMessage);
    }

    private async Task ShowAsync(HttpContext http) => await Answer.JsonAsync(http, await AskAsync(Find(http), http.RequestAborted), RestJson.Default.PoolMachineMessage);

    private async Task AddAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.AddMachineRequest);
        var machine = PoolMapping.Machine(request);
        Check(machine);
        if (shelf.Machines().Any(each => each.Name == machine.Name))
            throw new RestException(ErrorCode.Conflict, $"there is a machine '{machine.Name}' in the pool already", $"haggle machines remove {machine.Name}, or give this one another name");
        RefuseBadFile();
        var seen = await LookAsync(machine, http.RequestAborted);
        var answer = new AddMachineMessage { KeyKind = seen.Key.Split(' ')[0], Fingerprint = seen.Fingerprint, KeyIsKnown = seen.IsKnown };
        if (request.AcceptKey.Length > 0 && request.AcceptKey != seen.Fingerprint)
            throw new RestException(ErrorCode.BadRequest, $"{machine.Name} shows the key {seen.Fingerprint}, not {request.AcceptKey}; nothing was sent", "compare it with what is printed on the machine: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
        if (seen.IsKnown || request.AcceptKey.Length > 0)
        {
            machine = machine with { HostKeys = [seen.Key] };
            var facts = await reach.TryAsync(machine, http.RequestAborted);
            shelf.Change(all => [.. all.Where(each => each.Name != machine.Name), machine]);
            answer.Machine = PoolMapping.Message(machine, facts, "");
        }

        await Answer.JsonAsync(http, answer, RestJson.Default.AddMachineMessage);
    }

    // Whoever names a machine that cannot be reached has most likely misspelt something.
    private async Task<HostKeySeen> LookAsync(PoolMachine machine, CancellationToken cancellationToken)
    {
        try
        {
            return await reach.LookAsync(machine, cancellationToken);
        }
        catch (ProviderException fault)
        {
            throw new RestException(ErrorCode.BadRequest, fault.Message, fault.IsTransient ? $"see whether it is reached without Haggle: ssh {machine.Host}" : "");
        }
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var machine = Find(http);
        RefuseBadFile();
        shelf.Change(all => [.. all.Where(each => each.Name != machine.Name)]);
        await Answer.JsonAsync(http, PoolMapping.Message(machine, null, ""), RestJson.Default.PoolMachineMessage);
    }

    private async Task DrainAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.DrainRequest);
        var machine = Find(http) with { Draining = request.Draining };
        RefuseBadFile();
        shelf.Change(all => [.. all.Select(each => each.Name == machine.Name ? machine : each)]);
        await Answer.JsonAsync(http, PoolMapping.Message(machine, null, ""), RestJson.Default.PoolMachineMessage);
    }

    private async Task<PoolMachineMessage> AskAsync(PoolMachine machine, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return PoolMapping.Message(machine, await reach.FactsAsync(machine.Name, either.Token), "");
        }
        catch (ProviderException fault)
        {
            return PoolMapping.Message(machine, null, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PoolMapping.Message(machine, null, $"{machine.Name} did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    private PoolMachine Find(HttpContext http)
    {
        var name = http.Request.RouteValues["name"] as string ?? "";
        return shelf.Machines().FirstOrDefault(machine => machine.Name == name)
            ?? throw new RestException(ErrorCode.NotFound, $"there is no machine '{name}' in the pool", "haggle machines lists it");
    }

    // A change would be written over mistakes that the user wants to mend.
    private void RefuseBadFile()
    {
        if (shelf.Problem.Length > 0) throw new RestException(ErrorCode.Conflict, shelf.Problem, "repair the pool file; until then what it said before counts");
    }

    // What would be written must be what can be read: the file's own reader says what is wrong.
    private static void Check(PoolMachine machine)
    {
        var (_, problems) = PoolFile.Read("", Encoding.UTF8.GetBytes(PoolText.Of([machine])));
        if (problems.FirstOrDefault(problem => problem.IsError) is { } problem)
            throw new RestException(ErrorCode.BadRequest, problem.Message.Replace($"machines.{machine.Name}.", "", StringComparison.Ordinal), problem.Suggestion ?? "");
    }
}
