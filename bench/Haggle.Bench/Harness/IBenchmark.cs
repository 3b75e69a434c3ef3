namespace Haggle.Bench.Harness;

/// <summary>One benchmark: what it measures, and how.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line and of its page of results.</summary>
    string Name { get; }

    /// <summary>What it measures, in one sentence.</summary>
    string What { get; }

    /// <summary>Measures.</summary>
    Task<Report> RunAsync(Place place, CancellationToken cancellationToken);
}
