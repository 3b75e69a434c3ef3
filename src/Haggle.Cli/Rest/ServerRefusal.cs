using Haggle.Wire.Rest;

namespace Haggle.Cli.Rest;

/// <summary>The server answered that it will not or cannot.</summary>
internal sealed class ServerRefusal(int status, ErrorDetail detail) : Exception(detail.Message)
{
    public int Status => status;

    public string Code => detail.Code;

    public string WhatToDo => detail.WhatToDo;

    public int ExitCode => detail.Code switch
    {
        ErrorCode.BadRequest or ErrorCode.BadTaskFile or ErrorCode.BadRehearsal or ErrorCode.TooLarge => ExitCodes.BadInput,
        ErrorCode.NotFound => ExitCodes.NoSuchRun,
        ErrorCode.Conflict or ErrorCode.BundleMissing => ExitCodes.Conflict,
        ErrorCode.NoOffer => ExitCodes.NoOffer,
        ErrorCode.Unauthorized or ErrorCode.Unavailable => ExitCodes.NoServer,
        _ => ExitCodes.ServerError,
    };
}
