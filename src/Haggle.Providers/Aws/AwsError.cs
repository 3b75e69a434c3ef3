namespace Haggle.Providers.Aws;

/// <summary>A call that AWS understood and refused.</summary>
/// <param name="code">Its code ("InsufficientInstanceCapacity").</param>
/// <param name="message">Its message, for people.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class AwsError(string code, string message, int status) : Exception($"{code}: {message}")
{
    public string Code { get; } = code;

    public string Says { get; } = message;

    public int Status { get; } = status;
}
