using System.Net;
using System.Net.Http.Headers;

namespace Haggle.Catalog.Live.Web;

/// <summary>One request to a source.</summary>
internal sealed record WebQuestion(Uri Address)
{
    /// <summary>What is sent along as JSON; null for a plain GET.</summary>
    public byte[]? Json { get; init; }

    /// <summary>A form that is posted; null for none.</summary>
    public byte[]? Form { get; init; }

    /// <summary>A framed gRPC message that is posted over HTTP/2; null for none.</summary>
    public byte[]? Grpc { get; init; }

    /// <summary>Headers of this vendor: keys and tokens. Never logged.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What was read the last time: the server may say that it still holds.</summary>
    public PartTag Known { get; init; } = PartTag.None;

    /// <summary>Signs the finished request; null where none is needed.</summary>
    public Action<HttpRequestMessage>? Sign { get; init; }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Json is null && Form is null && Grpc is null ? HttpMethod.Get : HttpMethod.Post, Address);
        if (Json is not null) message.Content = new ByteArrayContent(Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (Form is not null) message.Content = new ByteArrayContent(Form) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };
        if (Grpc is not null)
        {
            message.Content = new ByteArrayContent(Grpc) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
            (message.Version, message.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        }

        foreach (var (name, value) in Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (Grpc is null) message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        if (Known.ETag.Length > 0) message.Headers.TryAddWithoutValidation("If-None-Match", Known.ETag);
        else if (Known.Modified.Length > 0) message.Headers.TryAddWithoutValidation("If-Modified-Since", Known.Modified);
        return message;
    }

    /// <summary>The address for people: without a user before the host or what follows the question mark, where secrets may stand.</summary>
    public string Named => SourceAbout.WithoutSecrets(Address);
}
