namespace Haggle.Cli;

/// <summary>Ends a command with one message that a person can act on.</summary>
internal sealed class CliException(int exitCode, string message, string whatToDo = "") : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string WhatToDo { get; } = whatToDo;

    public static CliException BadInput(string message, string whatToDo = "") => new(ExitCodes.BadInput, message, whatToDo);
}
