using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Server.Mapping;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>GET /v1/offers and /v1/offers/{key}: the market, from the local catalogue that is kept open.</summary>
internal sealed class OfferEndpoints(OpenMarket market, TimeProvider time)
{
    /// <summary>The words of `haggle offers`, with underscores.</summary>
    private static readonly string[] Fields =
    [
        "gpu", "spot", "on_demand", "reserved", "managed", "free", "sort", "all", "limit", "max_price", "provider", "region", "country", "gpu_memory", "total_memory", "vcpus", "memory",
        "interruption", "reliability", "secure", "cuda", "max_age",
    ];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/offers", Answer.With(AskAsync));
        app.MapGet("/v1/offers/{**key}", Answer.With(ShowAsync));
    }

    private async Task AskAsync(HttpContext http)
    {
        foreach (var field in http.Request.Query.Keys)
            if (Array.IndexOf(Fields, field) < 0) throw new RestException(ErrorCode.BadRequest, $"there is no parameter '{field}'", "the parameters are " + string.Join(", ", Fields));
        var now = time.GetUtcNow();
        var answer = OfferSearch.Ask(Market(), Question(http.Request.Query), now);
        await Answer.JsonAsync(http, OfferMapping.Of(answer, now), RestJson.Default.OfferListMessage);
    }

    private async Task ShowAsync(HttpContext http)
    {
        var key = http.Request.RouteValues["key"] as string ?? "";
        var found = OfferSearch.Show(Market(), key);
        if (found.Count == 0) throw new RestException(ErrorCode.NotFound, $"there is no offer '{key}'", "GET /v1/offers lists them");
        if (found.Select(offer => offer.Key).Distinct().Skip(1).Any()) throw new RestException(ErrorCode.BadRequest, $"'{key}' stands for several offers", "use the whole key");
        await Answer.JsonAsync(http, new OfferListMessage { Now = time.GetUtcNow(), Offers = OfferMapping.Of(found), Fitting = found.Count, Looked = found.Count }, RestJson.Default.OfferListMessage);
    }

    private static OfferQuestion Question(IQueryCollection query)
    {
        try
        {
            return new QuestionWords(field => query.TryGetValue(field, out var values) ? [.. values.OfType<string>()] : []).Read();
        }
        catch (QuestionException problem)
        {
            throw new RestException(ErrorCode.BadRequest, problem.Field.Length > 0 ? $"{problem.Field} {problem.Message}" : problem.Message, problem.Hint);
        }
    }

    private MarketFile Market()
    {
        try
        {
            return market.Current();
        }
        catch (Exception problem) when (problem is InvalidDataException or FileNotFoundException)
        {
            throw new RestException(ErrorCode.Unavailable, problem.Message, "haggle catalog reset goes back to the offers that came with haggle");
        }
    }
}
