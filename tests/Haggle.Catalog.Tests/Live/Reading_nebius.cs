using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haggle.Catalog.Live.Sources.Nebius;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Live.Web.Grpc;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_nebius : IAsyncLifetime
{
    private const string Estimate = "nebius.billing.v1.CalculatorService/EstimateBatch";
    private const string Platforms = "nebius.compute.v1.PlatformService/List";

    /// <summary>Name and bytes of messages that protoc encoded: our own reader and writer do not judge themselves.</summary>
    private static readonly Dictionary<string, string> Message = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "nebius-messages.tsv"))
        .Where(line => line[0] != '#').Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => parts[2]);

    private readonly SourceTry _try = new();
    private LocalGrpc _nebius = null!;

    public async ValueTask InitializeAsync()
    {
        _nebius = await LocalGrpc.StartAsync();
        _nebius.On("nebius.iam.v1.TenantService/List", asked => asked == Message["ask-tenants"] ? Message["tenants"] : Message["tenants-2"])
            .On("nebius.iam.v1.ProjectService/List", asked => asked == Message["ask-projects"] ? Message["projects-b"] : Message["projects-a"])
            .On(Platforms, asked => asked == Message["ask-platforms"] ? Message["platforms-a"] : Message["platforms-b"])
            .On(Estimate, asked => asked == Message["ask-spot"] ? Message["price-spot"] : Message["price"]);
        _try.Variables["NEBIUS_IAM_TOKEN"] = "hush";
    }

    public async ValueTask DisposeAsync()
    {
        _try.Dispose();
        await _nebius.DisposeAsync();
    }

    [Fact]
    public async Task Each_machine_of_each_region_is_priced_on_demand_and_preemptible()
    {
        Assert.Equal(
        [
            "nebius/eu-north1/cpu-d3_4vcpu-16gb/on-demand 2.950000001",
            "nebius/eu-north1/gpu-h100-sxm_1gpu-16vcpu-200gb/on-demand 2.950000001 1xH100",
            "nebius/eu-north1/gpu-h100-sxm_1gpu-16vcpu-200gb/spot 1.25 1xH100",
            "nebius/eu-north1/gpu-h100-sxm_8gpu-128vcpu-1600gb/on-demand 2.950000001 8xH100",
            "nebius/eu-north1/gpu-h100-sxm_8gpu-128vcpu-1600gb/spot 2.950000001 8xH100",
            "nebius/us-central1/gpu-l40s-a_1gpu-8vcpu-32gb/on-demand 2.950000001 1xL40S",
        ],
        await _try.ReadAsync(new NebiusCalculator(_nebius.Address)));
        Assert.Equal((5, 6, 1), (_try.Report.Read, _try.Report.Kept, _try.Report.Refused));

        // What we send is, to the byte, what protoc makes of the published messages.
        foreach (var (method, question) in new[] { ("nebius.iam.v1.TenantService/List", "ask-tenants"), ("nebius.iam.v1.TenantService/List", "ask-tenants-2"), ("nebius.iam.v1.ProjectService/List", "ask-projects"), (Platforms, "ask-platforms"), (Estimate, "ask-spot"), (Estimate, "ask-on-demand") })
            Assert.Contains($"{method} {Message[question]} [Bearer hush]", _nebius.Asked);
    }

    [Fact]
    public async Task One_region_can_be_asked_for_alone()
    {
        var rows = await _try.ReadAsync(new NebiusCalculator(_nebius.Address), "us-central1");
        Assert.Equal(["nebius/us-central1/gpu-l40s-a_1gpu-8vcpu-32gb/on-demand 2.950000001 1xL40S"], rows);
    }

    [Fact]
    public async Task A_service_account_signs_a_claim_that_is_exchanged_once()
    {
        using var key = RSA.Create(2048);
        var file = Path.Combine(Directory.CreateTempSubdirectory("haggle-nebius").FullName, "private.pem");
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), CancellationToken.None);
        _try.Variables.Clear();
        Assert.False(new NebiusCalculator(_nebius.Address).CanBeAsked(name => _try.Variables.GetValueOrDefault(name)));
        (_try.Variables["NB_SA_ID"], _try.Variables["NB_AUTHKEY_PUBLIC_ID"], _try.Variables["NB_AUTHKEY_PRIVATE_PATH"]) = ("serviceaccount-e00", "publickey-e00", file);
        Assert.True(new NebiusCalculator(_nebius.Address).CanBeAsked(name => _try.Variables.GetValueOrDefault(name)));
        var claims = new List<string>();
        _nebius.On("nebius.iam.v1.TokenExchangeService/Exchange", asked =>
        {
            var request = new ProtoMessage(Convert.FromHexString(asked));
            Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", request.Text(1));
            Assert.Equal("urn:ietf:params:oauth:token-type:jwt", request.Text(4));
            lock (claims) claims.Add(request.Text(3));
            return Message["token"];
        });
        Assert.NotEmpty(await _try.ReadAsync(new NebiusCalculator(_nebius.Address)));
        var parts = Assert.Single(claims).Split('.');
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"publickey-e00"}""", Encoding.UTF8.GetString(Base64(parts[0])));
        using var claim = JsonDocument.Parse(Base64(parts[1]));
        Assert.Equal(("serviceaccount-e00", "serviceaccount-e00"), (claim.RootElement.GetProperty("iss").GetString(), claim.RootElement.GetProperty("sub").GetString()));
        Assert.InRange(claim.RootElement.GetProperty("exp").GetInt64(), _try.Time.GetUtcNow().ToUnixTimeSeconds(), _try.Time.GetUtcNow().ToUnixTimeSeconds() + 300);
        Assert.All(_nebius.Asked, call => Assert.EndsWith(call.StartsWith("nebius.iam.v1.TokenExchange", StringComparison.Ordinal) ? "[]" : "[Bearer exchanged]", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_passes_is_waited_for_and_a_cut_answer_is_asked_for_again()
    {
        var calls = 0;
        _nebius.On(Platforms, (context, asked) => Interlocked.Increment(ref calls) switch
        {
            1 => LocalGrpc.Refuse(context, GrpcStatus.ResourceExhausted, "slow%20down"),
            2 => LocalGrpc.Refuse(context, GrpcStatus.Unavailable, ""),
            3 => Abort(context),
            _ => LocalGrpc.SendAsync(context, Convert.FromHexString(Message["platforms-b"])),
        });
        Assert.Single(await _try.ReadAsync(new NebiusCalculator(_nebius.Address), "us-central1"));
        Assert.Equal(4, calls);
        Assert.Contains(TimeSpan.FromSeconds(3), _try.Time.Waits);
    }

    [Theory]
    [InlineData(16, "the credential is missing, wrong, or may not read prices")]
    [InlineData(5, "no such thing: 100%")]
    public async Task A_refusal_names_its_reason(int status, string says)
    {
        _nebius.On("nebius.iam.v1.TenantService/List", (context, _) => LocalGrpc.Refuse(context, (GrpcStatus)status, "no such thing: 100%25"));
        var fault = await Assert.ThrowsAsync<WebFault>(() => _try.ReadAsync(new NebiusCalculator(_nebius.Address)));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_the_calculator_does_not_take_is_refused_alone()
    {
        _nebius.On(Estimate, (context, asked) => asked == Message["ask-spot"] ? LocalGrpc.Refuse(context, GrpcStatus.InvalidArgument, "no") : LocalGrpc.SendAsync(context, Convert.FromHexString(Message["price"])));
        Assert.Equal(5, (await _try.ReadAsync(new NebiusCalculator(_nebius.Address))).Length);
        Assert.Equal(2, _try.Report.Refused);
    }

    [Theory]
    [InlineData("price-euro", "the calculator answers in eur, asked for usd")]
    [InlineData("0affff", "a message that is cut off")]
    [InlineData("0f", "a message with a field of the unknown kind 7")]
    public async Task Another_answer_is_refused(string answer, string fault)
    {
        _nebius.On(Estimate, _ => Message.GetValueOrDefault(answer, answer));
        await _try.ReadAsync(new NebiusCalculator(_nebius.Address), "us-central1");
        Assert.Equal(fault, _try.Record.Parts["us-central1"].Fault);
    }

    private static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static byte[] Base64(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
