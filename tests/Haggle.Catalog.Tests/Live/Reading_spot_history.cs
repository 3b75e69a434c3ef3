using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Haggle.Catalog.Live.Sources;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_spot_history : IAsyncLifetime
{
    private const string Regions = """<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><regionInfo><item><regionName>us-east-1</regionName><regionEndpoint>ec2.us-east-1.amazonaws.com</regionEndpoint></item></regionInfo></DescribeRegionsResponse>""";

    private readonly SourceTry _try = new();
    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _try.Dispose();
        await _vendor.DisposeAsync();
    }

    // The test suite that AWS published for Signature Version 4, and the example of its documentation.
    [Theory]
    [InlineData("GET", "https://example.amazonaws.com/", "", "", "service", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "https://example.amazonaws.com/", "application/x-www-form-urlencoded", "Param1=value1", "service", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1", "", "", "service", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", "application/x-www-form-urlencoded; charset=utf-8", "", "iam", "content-type;host;x-amz-date", "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")]
    public void A_request_is_signed_as_published(string method, string address, string type, string body, string service, string headers, string signature)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), new Uri(address)) { Content = type.Length > 0 ? new ByteArrayContent(Encoding.UTF8.GetBytes(body)) : null };
        message.Content?.Headers.TryAddWithoutValidation("Content-Type", type);
        AwsSignature.Sign(message, Encoding.UTF8.GetBytes(body), new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null), "us-east-1", service, new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        Assert.Equal($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request, SignedHeaders={headers}, Signature={signature}", message.Headers.GetValues("Authorization").Single());
    }

    [Fact]
    public async Task The_last_change_in_a_zone_holds_now_and_the_earlier_ones_are_history()
    {
        _try.Variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        _try.Variables["AWS_SECRET_ACCESS_KEY"] = "hush";
        _try.Variables["AWS_SESSION_TOKEN"] = "session";
        _vendor.InTurn(
            "/",
            LocalVendor.Text(Regions),
            LocalVendor.Status(503),
            LocalVendor.Text(Page("more", ("p3.2xlarge", "0.9000", "2026-11-19T10:00:00.000Z", "us-east-1a", "Linux/UNIX"), ("p3.2xlarge", "0.9500", "2026-11-20T10:00:00.000Z", "us-east-1a", "Linux/UNIX"))),
            LocalVendor.Text(Page("", ("p3.2xlarge", "0.8100", "2026-11-18T10:00:00.000Z", "us-east-1b", "Linux/UNIX"), ("p3.2xlarge", "0.5", "2026-11-18T10:00:00.000Z", "us-east-1-bos-1a", "Linux/UNIX"), ("p3.2xlarge", "1.5", "2026-11-18T10:00:00.000Z", "us-east-1b", "Windows"), ("g5.xlarge", "free", "2026-11-18T10:00:00.000Z", "us-east-1b", "Linux/UNIX"))));
        Assert.Equal(["aws/us-east-1:us-east-1a/p3.2xlarge/spot 0.95 1xV100", "aws/us-east-1:us-east-1b/p3.2xlarge/spot 0.81 1xV100"], await _try.ReadAsync(new AwsSpotHistory(_vendor.Address.ToString())));
        Assert.Equal((6, 2, 1), (_try.Report.Read, _try.Report.LeftOut, _try.Report.Refused));
        Assert.Contains("NextToken=more", _vendor.Bodies.Last(), StringComparison.Ordinal);
        Assert.Contains("StartTime=2026-11-14T12%3A00", _vendor.Bodies.Last(), StringComparison.Ordinal);
        Assert.Contains("x-amz-security-token: session", _vendor.Headers);
        Assert.Contains(_vendor.Headers, header => header.StartsWith("Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/ec2/aws4_request", StringComparison.Ordinal));
        Assert.DoesNotContain(_vendor.Headers.Concat(_vendor.Bodies), text => text.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credential_that_is_refused_is_said_so()
    {
        _try.Variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        _try.Variables["AWS_SECRET_ACCESS_KEY"] = "hush";
        _vendor.On("/", LocalVendor.Status(401));
        var fault = await Assert.ThrowsAsync<Catalog.Live.Web.WebFault>(() => _try.ReadAsync(new AwsSpotHistory(_vendor.Address.ToString())));
        Assert.Contains("the credential is missing, wrong, or may not read prices", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_and_answered_is_what_the_vendor_describes()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedPrices.Folder("contracts", "aws", "ec2-2016-11-15-api-2.json")));
        var shapes = document.RootElement.GetProperty("shapes");
        var asked = shapes.GetProperty("DescribeSpotPriceHistoryRequest").GetProperty("members").EnumerateObject().Select(member => Capital(member.Value.GetProperty("locationName").GetString()!)).ToArray();
        foreach (var parameter in new[] { "Filter", "MaxResults", "NextToken", "ProductDescription", "StartTime" }) Assert.Contains(parameter, asked);
        var item = shapes.GetProperty("SpotPrice").GetProperty("members").EnumerateObject().Select(member => member.Value.GetProperty("locationName").GetString()!).Order(StringComparer.Ordinal);
        using var page = System.Xml.XmlReader.Create(new StringReader(Page("", ("p3.2xlarge", "0.9", "2026-11-19T10:00:00.000Z", "us-east-1a", "Linux/UNIX"))));
        page.ReadToFollowing("item");
        var names = new List<string>();
        using var inner = page.ReadSubtree();
        while (inner.Read())
            if (inner.NodeType == System.Xml.XmlNodeType.Element && inner.LocalName != "item") names.Add(inner.LocalName);
        Assert.Equal(item, names.Order(StringComparer.Ordinal));
        Assert.Equal("spotPriceHistorySet", shapes.GetProperty("DescribeSpotPriceHistoryResult").GetProperty("members").GetProperty("SpotPriceHistory").GetProperty("locationName").GetString());
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Page(string token, params (string Type, string Price, string At, string Zone, string System)[] items) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeSpotPriceHistoryResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId><spotPriceHistorySet>"
        + string.Concat(items.Select(item => $"<item><instanceType>{item.Type}</instanceType><productDescription>{item.System}</productDescription><spotPrice>{item.Price}</spotPrice><timestamp>{item.At}</timestamp><availabilityZone>{item.Zone}</availabilityZone></item>"))
        + $"</spotPriceHistorySet><nextToken>{token}</nextToken></DescribeSpotPriceHistoryResponse>";
}
