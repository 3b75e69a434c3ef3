using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Live.Web.Grpc;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources.Nebius;

/// <summary>
/// Nebius' machines by region, on demand and preemptible. There is no price list: the calculator is asked for each machine as if it were to be created, over gRPC.
/// Field numbers are those of github.com/nebius/api (tenant_service, project_service, platform, instance, calculator; read 2026-11). The price is that of the
/// machine; disks are billed apart.
/// </summary>
internal sealed class NebiusCalculator : ILiveSource
{
    private const string Hour = "hour";
    private const int HourFilter = 2;
    private const int PagesMax = 100;
    private const int PageSize = 100;

    private readonly string _endpoint;
    private readonly NebiusToken _token;

    /// <param name="endpoint">Where services lie; {service} stands for their names.</param>
    public NebiusCalculator(string endpoint)
    {
        _endpoint = endpoint;
        _token = new NebiusToken(At("tokens.iam", "nebius.iam.v1.TokenExchangeService/Exchange"));
        About = new SourceAbout
        {
            Name = "nebius",
            Title = "Nebius price calculator",
            Provider = "nebius",
            Gives = "machines on demand and preemptible, by region",
            Needs = [NebiusToken.TokenVariable, NebiusToken.AccountVariable],
            IsByRegion = true,
            Parallel = 2,
            Gap = TimeSpan.FromMilliseconds(50),
            Address = At("api.calculator.billing-data-plane", ""),
        };
    }

    public SourceAbout About { get; }

    public bool CanBeAsked(Func<string, string?> variable) => NebiusToken.IsThere(variable);

    public async Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        // A project lies in one region; which of several in a region is asked does not matter, prices are the region's.
        var parts = new SortedDictionary<string, LivePart>(StringComparer.Ordinal);
        foreach (var tenant in await ListAsync(reading, "nebius.iam.v1.TenantService/List", "cpl.iam", new ProtoWriter().Number(1, PageSize), 2, cancellationToken).ConfigureAwait(false))
            foreach (var project in await ListAsync(reading, "nebius.iam.v1.ProjectService/List", "cpl.iam", new ProtoWriter().Text(1, Id(tenant)).Number(2, PageSize), 3, cancellationToken).ConfigureAwait(false))
                if (project.Message(3).Text(4) is { Length: > 0 } region) parts.TryAdd(region, new LivePart(region, At("compute", Uri.EscapeDataString(Id(project)))));
        return parts.Count > 0 ? [.. parts.Values] : throw new InvalidDataException("the account sees no project that says its region");
    }

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var project = Uri.UnescapeDataString(part.Address.Segments[^1]);
        var platforms = await ListAsync(reading, "nebius.compute.v1.PlatformService/List", "compute", new ProtoWriter().Number(1, PageSize).Text(3, project), 2, cancellationToken).ConfigureAwait(false);
        var place = 0;
        foreach (var platform in platforms.Select(NebiusPlatform.Of))
            foreach (var preset in platform.Presets)
            {
                reading.Intake.Row(++place);
                await TakeAsync(part.Name, project, platform, preset, reading, cancellationToken).ConfigureAwait(false);
            }

        return PartTag.None;
    }

    private async Task TakeAsync(string region, string project, NebiusPlatform platform, NebiusPlatform.Preset preset, LiveReading reading, CancellationToken cancellationToken)
    {
        AcceleratorModel? model = null;
        if (platform.Name.Length == 0 || preset.Name.Length == 0) reading.Intake.Refuse("a machine without a name");
        else if (preset.Gpus == 0 || reading.Intake.TryAccelerator(platform.Card, platform.GpuMemoryGb, out model))
            foreach (var purchase in platform.IsLetPreemptibly ? [Purchase.OnDemand, Purchase.Spot] : new[] { Purchase.OnDemand })
                if (await PriceAsync(project, platform.Name, preset.Name, purchase, reading, cancellationToken).ConfigureAwait(false) is { } text
                    && reading.Intake.TryPrice(text, "a price of 0 means that it is not let so", out var price))
                    reading.Intake.Keep(reading.Intake.Machine("nebius", region, $"{platform.Name}_{preset.Name}", purchase, price) with
                    {
                        Accelerator = model,
                        AcceleratorCount = preset.Gpus,
                        Vcpus = preset.Vcpus,
                        Memory = Gib.FromGib(preset.MemoryGib),
                    });
    }

    /// <summary>What an hour of a machine costs, as the calculator writes it; null when it does not take the machine.</summary>
    private async Task<byte[]?> PriceAsync(string project, string platform, string preset, Purchase purchase, LiveReading reading, CancellationToken cancellationToken)
    {
        var token = await _token.GetAsync(reading, cancellationToken).ConfigureAwait(false);
        ProtoMessage answer;
        try
        {
            answer = await GrpcCall.AskAsync(reading.Web, At("api.calculator.billing-data-plane", "nebius.billing.v1.CalculatorService/EstimateBatch"), Estimate(project, platform, preset, purchase), token, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcFault fault)
        {
            reading.Intake.Refuse($"the calculator does not take it ({fault.Status})");
            return null;
        }

        if (answer.Text(20) is { Length: > 0 } currency && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException($"the calculator answers in {currency}, asked for usd");

        // TotalCost: the unit (1), and what a machine that is one costs (20): total (1), the exact cost (2).
        var hourly = answer.Messages(10).Where(total => total.Message(1).Text(1).Equals(Hour, StringComparison.OrdinalIgnoreCase)).Select(total => total.Message(20).Message(1).Text(2)).ToArray();
        return hourly.Length == 1 ? System.Text.Encoding.UTF8.GetBytes(hourly[0]) : [];
    }

    /// <summary>An estimate of a machine that is never made.</summary>
    private static ProtoWriter Estimate(string project, string platform, string preset, Purchase purchase)
    {
        var machine = new ProtoWriter().Message(2, new ProtoWriter().Text(1, platform).Text(2, preset));

        // A preemptible machine says what happens when it is taken (1 = STOP, the only way) and its place in the queue (1 to 5).
        if (purchase == Purchase.Spot) machine.Message(19, new ProtoWriter().Number(1, 1).Number(2, 3));
        var create = new ProtoWriter().Message(1, new ProtoWriter().Text(2, project)).Message(2, machine);
        var any = new ProtoWriter().Text(1, "type.googleapis.com/nebius.compute.v1.CreateInstanceRequest").Message(2, create);
        return new ProtoWriter().Message(1, new ProtoWriter().Message(1, any)).Text(11, "usd").Message(20, new ProtoWriter().Numbers(1, HourFilter));
    }

    /// <summary>All entries of a list, over its pages: entries are field 1, the next page's token is field 2 of every list here.</summary>
    private async Task<IReadOnlyList<ProtoMessage>> ListAsync(LiveReading reading, string method, string service, ProtoWriter question, int pageField, CancellationToken cancellationToken)
    {
        var (items, asked, next) = (new List<ProtoMessage>(), question.ToArray(), "");
        for (var page = 1; page <= PagesMax; page++)
        {
            var token = await _token.GetAsync(reading, cancellationToken).ConfigureAwait(false);
            try
            {
                var answer = await GrpcCall.AskAsync(reading.Web, At(service, method), new ProtoWriter(asked).Text(pageField, next), token, cancellationToken).ConfigureAwait(false);
                items.AddRange(answer.Messages(1));
                next = answer.Text(2);
            }
            catch (GrpcFault fault)
            {
                throw new WebFault(fault.Message, fault);
            }

            if (next.Length == 0) return items;
        }

        throw new InvalidDataException($"there are more than {PagesMax} pages");
    }

    private static string Id(ProtoMessage container) => container.Message(1).Text(1);

    private Uri At(string service, string path) => new(new Uri(_endpoint.Replace("{service}", service, StringComparison.Ordinal)), "/" + path);
}
