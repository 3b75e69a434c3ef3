namespace Haggle.Wire.Rest;

/// <summary>What went wrong and what can be done about it.</summary>
public sealed record ErrorDetail
{
    /// <summary>A stable word of <see cref="ErrorCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence: what, where.</summary>
    public required string Message { get; init; }

    /// <summary>One sentence: what to do; "" when there is nothing.</summary>
    public string WhatToDo { get; set; } = "";
}
