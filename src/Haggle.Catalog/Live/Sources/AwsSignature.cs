using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// Signs a request as AWS wants it (Signature Version 4). What is signed is put together here as documented; the keyed hashes are the vendor's library's.
/// </summary>
public static class AwsSignature
{
    /// <summary>Adds the headers that make the request one of the credentials' owner.</summary>
    /// <param name="message">The request; its address and content type are signed, so they must be final.</param>
    /// <param name="body">What it carries.</param>
    /// <param name="credentials">Whose request it is.</param>
    /// <param name="region">The region that is asked.</param>
    /// <param name="service">The service's name for signatures ("ec2").</param>
    /// <param name="now">The instant; the service takes a few minutes' difference.</param>
    public static void Sign(HttpRequestMessage message, byte[] body, ImmutableCredentials credentials, string region, string service, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(credentials);
        var address = message.RequestUri ?? throw new ArgumentException("a request without an address", nameof(message));
        var at = now.UtcDateTime;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = address.IsDefaultPort ? address.Host : $"{address.Host}:{address.Port.ToString(CultureInfo.InvariantCulture)}",
            ["x-amz-date"] = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (message.Content?.Headers.ContentType is { } type) headers["content-type"] = type.ToString();
        if (credentials.Token is { Length: > 0 } token) headers["x-amz-security-token"] = token;
        foreach (var (name, values) in message.Headers)
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)) headers[name.ToLowerInvariant()] = string.Join(',', values);
        var signed = string.Join(';', headers.Keys);
        var canonical = new StringBuilder().Append(message.Method.Method).Append('\n').Append(address.AbsolutePath).Append('\n').Append(Query(address)).Append('\n');
        foreach (var (name, value) in headers) canonical.Append(name).Append(':').Append(value.Trim()).Append('\n');
        canonical.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        var result = AWS4Signer.ComputeSignature(credentials.AccessKey, credentials.SecretKey, region, at, service, signed, canonical.ToString());
        foreach (var (name, value) in headers)
            if (name.StartsWith("x-amz-", StringComparison.Ordinal) && !message.Headers.Contains(name)) message.Headers.TryAddWithoutValidation(name, value);
        message.Headers.TryAddWithoutValidation("Authorization", result.ForAuthorizationHeader);
    }

    // The parameters in the order of their names; they are escaped already.
    private static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));
}
