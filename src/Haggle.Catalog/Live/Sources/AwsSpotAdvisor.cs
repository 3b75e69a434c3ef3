using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>How often EC2 spot machines are taken back: the Spot Instance Advisor's file. It has no prices; its bands are noted with the spot offers.</summary>
internal sealed class AwsSpotAdvisor(Uri address) : ILiveSource
{
    public SourceAbout About { get; } = new()
    {
        Name = "aws-interruptions",
        Title = "AWS Spot Instance Advisor",
        Provider = "aws",
        Gives = "interruption bands of EC2 spot machines",
        Address = address,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", address)]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        if (await reading.Web.ReadAsync(new WebQuestion(part.Address) { Known = reading.Known }, cancellationToken).ConfigureAwait(false) is not var (bytes, tag)) return null;
        using var stream = new MemoryStream(bytes);
        new SpotAdvisorJson().Read(stream, reading.Intake);
        return tag;
    }
}
