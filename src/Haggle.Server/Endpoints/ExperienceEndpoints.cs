using Haggle.Catalog.Learnt;
using Haggle.Engine;
using Haggle.Server.Hosting;
using Haggle.Server.Mapping;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>/v1/experience: what was learnt of spot markets, to be looked at, taken along and brought back.</summary>
internal sealed class ExperienceEndpoints(RunEngine engine, ExperienceFile file)
{
    /// <summary>More mistakes than this are one mistake.</summary>
    private const int MostTold = 5;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/experience", Answer.With(http =>
            Answer.JsonAsync(http, ExperienceMapping.Of(engine.Experience, engine.Time.GetUtcNow()), RestJson.Default.ExperienceMessage)));
        app.MapGet("/v1/experience/lines", Answer.With(http =>
            Answer.JsonAsync(http, new ExperienceLinesMessage { Lines = SightingLines.Write(engine.Experience.All) }, RestJson.Default.ExperienceLinesMessage)));
        app.MapPost("/v1/experience/lines", Answer.With(TakeInAsync));
    }

    private async Task TakeInAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.ExperienceLinesMessage);
        var (sightings, problems) = SightingLines.Read(request.Lines, engine.Time.GetUtcNow());
        if (!problems.IsEmpty)
        {
            var more = problems.Length > MostTold ? $"; {problems.Length - MostTold} more" : "";
            throw new RestException(ErrorCode.BadRequest, string.Join("; ", problems.Take(MostTold)) + more, "nothing was taken in; mend the lines, or export again");
        }

        // First the disk, then the memory: what was said to be taken in is there after a restart as well.
        file.Add(sightings);
        var added = engine.Learn(sightings);
        await Answer.JsonAsync(http, new ExperienceImportMessage { Added = added, LeftOut = sightings.Length - added }, RestJson.Default.ExperienceImportMessage);
    }
}
