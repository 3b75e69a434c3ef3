namespace Haggle.Providers.Http;

/// <summary>A call that a cloud understood and refused.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Its code, in the cloud's words; "" when it has none.</param>
/// <param name="message">Its message, for people.</param>
internal sealed class CloudError(int status, string code, string message) : Exception(code.Length > 0 ? $"{code}: {message}" : message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Says { get; } = message;

    /// <summary>The whole answer; some refusals tell what they have made all the same.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
