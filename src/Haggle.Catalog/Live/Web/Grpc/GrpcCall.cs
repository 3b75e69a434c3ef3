using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;

namespace Haggle.Catalog.Live.Web.Grpc;

/// <summary>
/// One question and one answer over gRPC (HTTP/2, one length-prefixed message each way, the status after the body), asked with the same politeness and patience
/// as every other source.
/// </summary>
internal static class GrpcCall
{
    private const int PrefixBytes = 5;
    private const int MessageBytesMax = 64 << 20;
    private const int MessageCharsMax = 300;

    /// <summary>Calls a method.</summary>
    /// <param name="web">How the source is asked.</param>
    /// <param name="address">Service and method: https://host/package.Service/Method.</param>
    /// <param name="request">The message.</param>
    /// <param name="token">What is shown as bearer; "" for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WebFault">No good answer came.</exception>
    /// <exception cref="GrpcFault">The service refuses this question.</exception>
    /// <exception cref="InvalidDataException">What came is no gRPC.</exception>
    public static async Task<ProtoMessage> AskAsync(PriceWeb web, Uri address, ProtoWriter request, string token, CancellationToken cancellationToken)
    {
        var question = new WebQuestion(address) { Grpc = Framed(request.ToArray()), Headers = token.Length == 0 ? [] : [("authorization", "Bearer " + token)] };
        for (var failures = 1; ; failures++)
        {
            var why = "cut off";
            var isThrottled = false;
            try
            {
                using var answer = await web.SendAsync(question, null, cancellationToken).ConfigureAwait(false);
                var body = await ReadAsync(web, answer, cancellationToken).ConfigureAwait(false);
                var (status, message) = Status(answer);
                if (status == GrpcStatus.Ok) return new ProtoMessage(Unframed(body));
                why = $"{question.Named} answered {status}{(message.Length > 0 ? ": " + message : "")}";
                if (status is GrpcStatus.Unauthenticated or GrpcStatus.PermissionDenied) throw new WebFault(why + " (the credential is missing, wrong, or may not read prices)");
                if (status is GrpcStatus.Unimplemented) throw new WebFault(why + " (it does not understand the question any more)");
                if (!MayPass(status)) throw new GrpcFault(status, why);
                isThrottled = status == GrpcStatus.ResourceExhausted;
            }
            catch (Exception fault) when (PriceWeb.IsCut(fault, cancellationToken))
            {
                why = $"{question.Named} was cut off";
            }

            if (Backoff.After(failures, isThrottled, null, web.Limits) is not { } wait) throw new WebFault($"{why}, {failures} times");
            await web.WaitAsync(wait, why, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A message as it goes over the wire: not compressed, its length before it.</summary>
    public static byte[] Framed(byte[] message)
    {
        var framed = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, PrefixBytes);
        return framed;
    }

    private static ReadOnlyMemory<byte> Unframed(byte[] body)
    {
        if (body.Length < PrefixBytes || BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)) != body.Length - PrefixBytes) throw new InvalidDataException("the answer is no single message, or is cut off");
        return body[0] == 0 ? body.AsMemory(PrefixBytes) : throw new InvalidDataException("the answer is compressed, which nobody had offered");
    }

    private static async Task<byte[]> ReadAsync(PriceWeb web, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var guard = web.NewGuard();
        return await guard.WithinAsync(async token =>
        {
            var content = new BoundedStream(await answer.Content.ReadAsStreamAsync(token).ConfigureAwait(false), MessageBytesMax);
            await using (content.ConfigureAwait(false))
            {
                using var all = new MemoryStream();
                await content.CopyToAsync(all, token).ConfigureAwait(false);
                web.Received((int)all.Length);
                return all.ToArray();
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    // A call that fails at once has its status among the headers ("trailers only").
    private static (GrpcStatus Status, string Message) Status(HttpResponseMessage answer)
    {
        var text = Value(answer.TrailingHeaders, "grpc-status") is { Length: > 0 } after ? after : Value(answer.Headers, "grpc-status");
        if (text.Length == 0) throw new HttpRequestException("the answer ended without a status");
        var message = Value(answer.TrailingHeaders, "grpc-message") is { Length: > 0 } told ? told : Value(answer.Headers, "grpc-message");
        message = new string([.. Uri.UnescapeDataString(message).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        var status = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (GrpcStatus)number : GrpcStatus.Unknown;
        return (status, message.Length > MessageCharsMax ? message[..MessageCharsMax] : message);
    }

    private static string Value(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() ?? "" : "";

    private static bool MayPass(GrpcStatus status) => status is GrpcStatus.Unavailable or GrpcStatus.ResourceExhausted or GrpcStatus.DeadlineExceeded or GrpcStatus.Aborted or GrpcStatus.Internal or GrpcStatus.Unknown;
}
