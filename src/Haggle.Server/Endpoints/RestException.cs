namespace Haggle.Server.Endpoints;

/// <summary>An answer that is not a success: a stable word, one sentence what, one what to do.</summary>
internal sealed class RestException(string code, string message, string whatToDo = "") : Exception(message)
{
    public string Code { get; } = code;

    public string WhatToDo { get; } = whatToDo;
}
