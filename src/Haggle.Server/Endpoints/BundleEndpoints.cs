using Haggle.Storage.Folders;
using Haggle.Wire.Rest;
using Microsoft.AspNetCore.Http.Features;

namespace Haggle.Server.Endpoints;

/// <summary>/v1/bundles: the files of jobs, by their hash.</summary>
internal sealed class BundleEndpoints(BundleStore bundles)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/v1/bundles/{sha256}", ["HEAD"], Answer.With(HasAsync));
        app.MapPut("/v1/bundles/{sha256}", Answer.With(PutAsync));
    }

    private Task HasAsync(HttpContext http)
    {
        http.Response.StatusCode = bundles.Contains(Hash(http)) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task PutAsync(HttpContext http)
    {
        var hash = Hash(http);
        if (bundles.Contains(hash))
        {
            http.Response.StatusCode = StatusCodes.Status200OK;
            return;
        }

        // The client limits what it packs; the disk limits what is kept.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        try
        {
            await bundles.PutAsync(hash, http.Request.Body, http.RequestAborted);
        }
        catch (InvalidDataException wrong)
        {
            throw new RestException(ErrorCode.BadRequest, wrong.Message, "pack and send it again");
        }

        http.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static string Hash(HttpContext http) => http.Request.RouteValues["sha256"] is string hash && BundleStore.IsHash(hash)
        ? hash
        : throw new RestException(ErrorCode.BadRequest, "a bundle is named by its SHA-256 in lower-case hex");
}
