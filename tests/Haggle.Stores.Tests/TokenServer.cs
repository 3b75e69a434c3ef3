using System.Net;
using System.Text;
using Haggle.Testbed;

namespace Haggle.Stores.Tests;

/// <summary>A token service that speaks as Amazon's does, as far as a federated user goes: it remembers what it was asked.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public static readonly DateTimeOffset Until = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly HttpListener _listener = new();
    private readonly Ports _ports = Ports.Reserve(1);
    private readonly Task _serving;

    public TokenServer()
    {
        Address = $"http://127.0.0.1:{_ports.First}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public bool Refuses { get; set; }

    /// <summary>The fields of the last question.</summary>
    public Dictionary<string, string> Asked { get; private set; } = [];

    /// <summary>All that came, with the headers.</summary>
    public string Whole { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _ports.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        Whole += body + call.Request.Headers;
        Asked = body.Split('&').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1]));
        var answer = Refuses
            ? "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error><RequestId>r</RequestId></ErrorResponse>"
            : $"""
                <GetFederationTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetFederationTokenResult><Credentials><AccessKeyId>ASIATEMP</AccessKeyId>
                <SecretAccessKey>temporary</SecretAccessKey><SessionToken>session</SessionToken><Expiration>{Until:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
                </GetFederationTokenResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetFederationTokenResponse>
                """;
        call.Response.StatusCode = Refuses ? 403 : 200;
        call.Response.ContentType = "text/xml";
        await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        call.Response.Close();
    }
}
