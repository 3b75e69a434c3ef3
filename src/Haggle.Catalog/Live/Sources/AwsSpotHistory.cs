using System.Globalization;
using System.Text;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// EC2 spot prices of machines with accelerators by zone, of now and of the week before, with the account's own credential (EC2 DescribeSpotPriceHistory). The
/// regions are those that the account may use.
/// </summary>
internal sealed class AwsSpotHistory(string endpoint) : ILiveSource
{
    private const string FirstRegion = "us-east-1";

    private const int PagesMax = 1000;

    /// <summary>How far back prices are asked for; what held at the beginning is in the answer too.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private static readonly string[] Families = ["p*", "g*", "trn*", "inf*", "dl*"];

    public SourceAbout About { get; } = new()
    {
        Name = "aws-spot-history",
        Title = "AWS spot price history",
        Provider = "aws",
        Gives = "EC2 spot prices by zone, of the last week",
        Needs = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"],
        IsByRegion = true,
        Parallel = 8,
        Address = Address(endpoint, FirstRegion),
    };

    /// <summary>A profile in the usual file is a credential too.</summary>
    public bool CanBeAsked(Func<string, string?> variable) =>
        variable("AWS_ACCESS_KEY_ID") is not null || variable("AWS_PROFILE") is not null
        || (variable("AWS_SHARED_CREDENTIALS_FILE") ?? (variable("HOME") is { } home ? Path.Combine(home, ".aws", "credentials") : null)) is { } file && File.Exists(file);

    public async Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        var xml = await AskAsync(FirstRegion, "Action=DescribeRegions&Version=2016-11-15", reading, cancellationToken).ConfigureAwait(false);
        var regions = new List<LivePart>();
        Understood(xml, reader =>
        {
            while (reader.Read())
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "regionName" && reader.ReadElementContentAsString() is { Length: > 0 } name && AwsIndex.IsRegion(name)) regions.Add(new LivePart(name, Address(endpoint, name)));
        });
        return regions.Count > 0 ? regions : throw new InvalidDataException("the account may use no region");
    }

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var form = new StringBuilder("Action=DescribeSpotPriceHistory&Version=2016-11-15&MaxResults=1000&ProductDescription.1=Linux%2FUNIX&Filter.1.Name=instance-type");
        for (var i = 0; i < Families.Length; i++) form.Append(CultureInfo.InvariantCulture, $"&Filter.1.Value.{i + 1}={Uri.EscapeDataString(Families[i])}");
        form.Append("&StartTime=").Append(Uri.EscapeDataString((reading.Now - Window).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        var rows = new AwsSpotRows(reading.Intake, part.Name);
        var next = "";
        for (var page = 1; ; page++)
        {
            if (page > PagesMax) throw new InvalidDataException($"there are more than {PagesMax} pages");
            var xml = await AskAsync(part.Name, next.Length == 0 ? form.ToString() : $"{form}&NextToken={Uri.EscapeDataString(next)}", reading, cancellationToken).ConfigureAwait(false);
            Understood(xml, reader => next = rows.Page(reader));
            if (next.Length == 0) break;
        }

        rows.Finish();
        return PartTag.None;
    }

    private async Task<byte[]> AskAsync(string region, string form, LiveReading reading, CancellationToken cancellationToken)
    {
        var credentials = await CredentialsAsync(reading.Variable).ConfigureAwait(false);
        var body = Encoding.UTF8.GetBytes(form);
        return await reading.PageAsync(new WebQuestion(Address(endpoint, region)) { Form = body, Sign = message => AwsSignature.Sign(message, body, credentials, region, "ec2", reading.Now) }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ImmutableCredentials> CredentialsAsync(Func<string, string?> variable)
    {
        if (variable("AWS_ACCESS_KEY_ID") is { } key && variable("AWS_SECRET_ACCESS_KEY") is { } secret) return new ImmutableCredentials(key, secret, variable("AWS_SESSION_TOKEN"));
        try
        {
            return await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false)).GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException fault)
        {
            throw new WebFault("the AWS credential cannot be used: " + fault.Message, fault);
        }
    }

    // The endpoint names the region, but for a mirror.
    private static Uri Address(string endpoint, string region) => new(endpoint.Replace("{region}", region, StringComparison.Ordinal));

    private static void Understood(byte[] xml, Action<XmlReader> read)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
            read(reader);
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException($"the answer is no XML, or is cut off at line {fault.LineNumber}", fault);
        }
    }
}
