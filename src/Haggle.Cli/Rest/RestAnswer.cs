namespace Haggle.Cli.Rest;

/// <summary>The server's answer.</summary>
internal sealed class RestAnswer(int status, Dictionary<string, string> headers, Stream body, IDisposable owner) : IDisposable
{
    /// <summary>The status of an answer after which the connection speaks another protocol.</summary>
    public const int Upgraded = 101;

    public int Status => status;

    public Stream Body => body;

    public bool IsSuccess => status is (>= 200 and < 300) or Upgraded;

    /// <summary>A header; null when there is none.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    public long? Number(string name) => long.TryParse(Header(name), out var number) ? number : null;

    public void Dispose()
    {
        body.Dispose();
        owner.Dispose();
    }
}
