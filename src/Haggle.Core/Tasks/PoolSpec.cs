namespace Haggle.Core.Tasks;

/// <summary>A pool of machines that wait for jobs. Either a fixed number or a range.</summary>
public sealed record PoolSpec
{
    /// <summary>A fixed number of machines; null when a range is given.</summary>
    public int? Workers { get; init; }

    /// <summary>Never fewer than this.</summary>
    public int? MinWorkers { get; init; }

    /// <summary>Never more than this.</summary>
    public int? MaxWorkers { get; init; }

    /// <summary>Waiting jobs per machine that call for another one. Default 1.</summary>
    public int QueueLengthThreshold { get; init; } = 1;

    /// <summary>How long the queue must be long before machines are added. Default 300 s.</summary>
    public TimeSpan UpscaleDelay { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long the queue must be short before machines go. Default 1,200 s.</summary>
    public TimeSpan DownscaleDelay { get; init; } = TimeSpan.FromSeconds(1200);
}
