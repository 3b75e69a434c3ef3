using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>How a request is read and answered: JSON by generated code, faults as <see cref="ErrorMessage"/>.</summary>
internal static partial class Answer
{
    /// <summary>The largest JSON body that is taken: a task file of 1 MiB with its environment.</summary>
    private const long LargestBody = 4 << 20;

    /// <summary>Wraps a handler so that everything that goes wrong becomes one clear answer.</summary>
    public static RequestDelegate With(Func<HttpContext, Task> handler) => async http =>
    {
        try
        {
            await handler(http);
        }
        catch (RestException refusal)
        {
            await RefuseAsync(http, refusal.Code, refusal.Message, refusal.WhatToDo);
        }
        catch (StoreException fault)
        {
            await RefuseAsync(http, ErrorCode.Unavailable, fault.Message, "free disk space in the state folder, then ask again");
        }
        catch (ProviderException fault)
        {
            await RefuseAsync(http, ErrorCode.Conflict, fault.Message, fault.IsTransient ? "ask again in a moment" : "");
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(http, ErrorCode.BadRequest, bad.Message, "");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The outermost frame of a request: a bug becomes an answer and a log line, not a broken connection.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Haggle.Server.Endpoints"), bug, http.Request.Path);
            await RefuseAsync(http, ErrorCode.Internal, "the server made a mistake: " + bug.GetType().Name, "see server.log in the state folder and report it");
        }
    };

    public static async Task JsonAsync<T>(HttpContext http, T message, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, message, type, http.RequestAborted);
    }

    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        if (http.Request.ContentLength > LargestBody) throw new RestException(ErrorCode.TooLarge, $"the body is larger than {LargestBody >> 20} MiB");
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted)
                ?? throw new RestException(ErrorCode.BadRequest, "the body is empty");
        }
        catch (JsonException bad)
        {
            throw new RestException(ErrorCode.BadRequest, "the body is not the JSON that is expected here: " + bad.Message);
        }
    }

    public static RunId RunId(HttpContext http) =>
        long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? new RunId(id)
            : throw new RestException(ErrorCode.BadRequest, "a run is named by its number here");

    public static long Number(HttpContext http, string name, long otherwise, long most = long.MaxValue)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0) return otherwise;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Math.Min(value, most)
            : throw new RestException(ErrorCode.BadRequest, $"'{name}' must be a whole number");
    }

    public static RestException NoRun(RunId run) => new(ErrorCode.NotFound, $"there is no run {run}", "haggle status --all lists them");

    private static async Task RefuseAsync(HttpContext http, string code, string message, string whatToDo)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        var error = new ErrorMessage { Error = new ErrorDetail { Code = code, Message = message, WhatToDo = whatToDo } };
        await JsonAsync(http, error, RestJson.Default.ErrorMessage, Status(code));
    }

    private static int Status(string code) => code switch
    {
        ErrorCode.BadRequest => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Conflict or ErrorCode.BundleMissing => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.BadTaskFile or ErrorCode.BadRehearsal or ErrorCode.NoOffer => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "a request for {Path} ran into a bug")]
    private static partial void LogBug(ILogger log, Exception bug, PathString path);
}
