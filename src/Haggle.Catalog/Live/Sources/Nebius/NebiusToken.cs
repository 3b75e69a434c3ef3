using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Live.Web.Grpc;

namespace Haggle.Catalog.Live.Sources.Nebius;

/// <summary>
/// Who asks Nebius: a token as it is (what "nebius iam get-access-token" prints), or a service account, whose key signs a short claim that is exchanged for one
/// (RFC 8693; github.com/nebius/api, README, 2026-11). The variables are those of Nebius' own programs.
/// </summary>
internal sealed class NebiusToken(Uri exchange)
{
    public const string TokenVariable = "NEBIUS_IAM_TOKEN";
    public const string AccountVariable = "NB_SA_ID";
    public const string KeyVariable = "NB_AUTHKEY_PUBLIC_ID";
    public const string KeyFileVariable = "NB_AUTHKEY_PRIVATE_PATH";

    private const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    /// <summary>A claim is exchanged at once; nobody who finds it later can do anything with it.</summary>
    private static readonly TimeSpan ClaimHolds = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Task<string>? _asked;

    public static bool IsThere(Func<string, string?> variable) =>
        variable(TokenVariable) is not null || new[] { AccountVariable, KeyVariable, KeyFileVariable }.All(name => variable(name) is not null);

    /// <summary>The token; asked for once.</summary>
    /// <exception cref="WebFault">There is none to be had.</exception>
    public async Task<string> GetAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        if (reading.Variable(TokenVariable) is { } given) return given.Trim();
        Task<string> asked;
        lock (_lock)
        {
            if (_asked is null or { IsFaulted: true } or { IsCanceled: true }) _asked = ExchangeAsync(reading, cancellationToken);
            asked = _asked;
        }

        return await asked.ConfigureAwait(false);
    }

    private async Task<string> ExchangeAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        var request = new ProtoWriter()
            .Text(1, "urn:ietf:params:oauth:grant-type:token-exchange")
            .Text(2, "urn:ietf:params:oauth:token-type:access_token")
            .Text(3, Claim(reading.Variable, reading.Now))
            .Text(4, Jwt);
        try
        {
            var answer = await GrpcCall.AskAsync(reading.Web, exchange, request, "", cancellationToken).ConfigureAwait(false);
            return answer.Text(1) is { Length: > 0 } token ? token : throw new WebFault("Nebius exchanged the service account's claim for an empty token");
        }
        catch (GrpcFault fault)
        {
            throw new WebFault($"Nebius does not take the service account's claim: {fault.Message}", fault);
        }
    }

    private static string Claim(Func<string, string?> variable, DateTimeOffset now)
    {
        var file = variable(KeyFileVariable) ?? "";
        if (file.StartsWith("~/", StringComparison.Ordinal) && variable("HOME") is { } home) file = Path.Combine(home, file[2..]);
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new WebFault($"the private key that {KeyFileVariable} names cannot be read: {file}", fault);
        }

        var account = variable(AccountVariable) ?? "";
        var signed = Part(writer =>
        {
            writer.WriteString("alg", "RS256");
            writer.WriteString("typ", "JWT");
            writer.WriteString("kid", variable(KeyVariable));
        }) + "." + Part(writer =>
        {
            writer.WriteString("iss", account);
            writer.WriteString("sub", account);
            writer.WriteNumber("exp", (now + ClaimHolds).ToUnixTimeSeconds());
        });
        return signed + "." + Base64Url.EncodeToString(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }
}
