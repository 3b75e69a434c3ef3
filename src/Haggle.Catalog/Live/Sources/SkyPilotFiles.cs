using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>The public catalogue files of the SkyPilot project, for clouds that show their prices to nobody without an account.</summary>
internal sealed class SkyPilotFiles(Uri root) : ILiveSource
{
    // Left the folder's name, right ours. Clouds that are asked themselves without any credential are not among them. Google's file has machines
    // and their accelerators in separate rows, which would be taken for machines without one.
    private static readonly (string Folder, string Provider)[] Clouds =
        [("cudo", "cudo-compute"), ("do", "digitalocean"), ("fluidstack", "fluidstack"), ("ibm", "ibm"), ("lambda", "lambda"), ("nebius", "nebius"), ("paperspace", "paperspace"), ("scp", "scp")];

    public SourceAbout About { get; } = new()
    {
        Name = "skypilot",
        Title = "SkyPilot catalogue files",
        Provider = "",
        Gives = "Lambda, Nebius, DigitalOcean, Paperspace, IBM, Cudo, FluidStack, Samsung",
        Parallel = 3,
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LivePart>>([.. Clouds.Select(cloud => new LivePart(cloud.Folder, new Uri(root.ToString().TrimEnd('/') + $"/{cloud.Folder}/vms.csv")))]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        if (await reading.Web.ReadAsync(new WebQuestion(part.Address) { Known = reading.Known }, cancellationToken).ConfigureAwait(false) is not var (bytes, tag)) return null;
        var provider = Clouds.First(cloud => cloud.Folder == part.Name).Provider;
        var format = new SkyPilotCsv();
        if (!format.Recognises(bytes)) throw new InvalidDataException("it is no catalogue file of the known schema");
        using var stream = new MemoryStream(bytes);
        format.Read(stream, reading.Intake.For(reading.Intake.File with { Path = part.Address.ToString(), Provider = provider }));
        return tag;
    }
}
