using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Clouds;
using Haggle.TaskFiles.Clusters;
using Haggle.TaskFiles.Reading;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles;

/// <summary>The configuration file of a state folder, read and typed. Everything has a default: no file is a good configuration.</summary>
public sealed record Configuration
{
    /// <summary>What an hour of a machine on this host costs. Default: free.</summary>
    public HourlyRate LocalPrice { get; init; }

    /// <summary>The name of this host in offers; null for its own.</summary>
    public string? LocalName { get; init; }

    /// <summary>The most memory that one machine on this host may use; null for no limit.</summary>
    public Gib? LocalMemory { get; init; }

    /// <summary>The number of CPUs that one machine on this host may use; null for all.</summary>
    public int? LocalCpus { get; init; }

    /// <summary>How long a machine lives on when nobody renews its lease; null for the default.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>The time between SIGTERM and SIGKILL; null for the default.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Without a deadline: how long it is waited for spot at most before on-demand is paid; null for the default.</summary>
    public TimeSpan? SpotPatience { get; init; }

    /// <summary>What an hour of waiting for spot is worth; null when the patience decides.</summary>
    public HourlyRate? ValueOfTime { get; init; }

    /// <summary>What opens which stores.</summary>
    public ImmutableArray<StoreEntry> Stores { get; init; } = [];

    /// <summary>The Slurm clusters.</summary>
    public ImmutableArray<ClusterEntry> Clusters { get; init; } = [];

    /// <summary>How long a job may wait in a cluster's queue before its run looks elsewhere; null for the default.</summary>
    public TimeSpan? QueuePatience { get; init; }

    /// <summary>AWS as a place to run; null when it is not used.</summary>
    public AwsEntry? Aws { get; init; }

    /// <summary>vast.ai as a place to run; null when it is not used.</summary>
    public VastEntry? Vast { get; init; }

    /// <summary>Lambda as a place to run; null when it is not used.</summary>
    public LambdaEntry? Lambda { get; init; }

    /// <summary>RunPod as a place to run; null when it is not used.</summary>
    public RunPodEntry? RunPod { get; init; }

    /// <summary>Google Cloud as a place to run; null when it is not used.</summary>
    public GcpEntry? Gcp { get; init; }

    /// <summary>Reads a file; the configuration is null when there are errors.</summary>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="utf8">Its content.</param>
    public static (Configuration? Configuration, ImmutableArray<Problem> Problems) Read(string fileName, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var complaints = new Complaints(fileName);
        var configuration = new Configuration();
        if (SourceDecoder.Decode(fileName, utf8.Span, complaints) is { } source && YamlTree.Read(source, complaints) is { IsEmpty: false } documents)
        {
            var session = new ReadingSession(complaints, TaskOverrides.None);
            if (documents.Length > 1) complaints.Error(documents[1].Line, documents[1].Column, "the configuration is one document");
            configuration = Read(new Field(documents[0], "", session));
        }

        return (complaints.HasErrors ? null : configuration, complaints.ToProblems());
    }

    private static Configuration Read(Field field)
    {
        var read = new Configuration();
        if (Section.Open(field) is not { } section) return read;
        if (section.Take("local") is { } local && Section.Open(local, "a map {price, name, memory, cpus}") is { } machine)
        {
            read = read with
            {
                LocalPrice = machine.Take("price")?.HourlyPrice() ?? HourlyRate.Free,
                LocalName = machine.Take("name")?.Word(),
                LocalMemory = machine.Take("memory")?.Size(wholeGib: false),
                LocalCpus = machine.Take("cpus")?.Whole(1, 4096),
            };
            machine.Close();
        }

        if (section.Take("spot") is { } spot && Section.Open(spot, "a map {patience, value_of_time}") is { } waiting)
        {
            read = read with { SpotPatience = waiting.Take("patience")?.Duration(plainUnit: null), ValueOfTime = waiting.Take("value_of_time")?.HourlyPrice() };
            waiting.Close();
        }

        if (section.Take("stores") is { } stores) read = read with { Stores = StoreEntrySection.Read(stores) };
        if (section.Take("slurm") is { } slurm && ClusterSection.Read(slurm) is var (clusters, queuePatience))
            read = read with { Clusters = clusters, QueuePatience = queuePatience };

        if (section.Take("aws") is { } aws) read = read with { Aws = AwsSection.Read(aws) };
        if (section.Take("vast") is { } vast) read = read with { Vast = RentedSections.Vast(vast) };
        if (section.Take("lambda") is { } lambda) read = read with { Lambda = RentedSections.Lambda(lambda) };
        if (section.Take("runpod") is { } runPod) read = read with { RunPod = RentedSections.RunPod(runPod) };
        if (section.Take("gcp") is { } gcp) read = read with { Gcp = RentedSections.Gcp(gcp) };
        read = read with
        {
            Lease = section.Take("lease")?.Duration(plainUnit: null),
            Grace = section.Take("grace")?.Duration(plainUnit: null),
        };
        section.Close();
        return read;
    }
}
