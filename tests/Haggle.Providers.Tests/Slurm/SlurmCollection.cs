using Haggle.Testbed.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>One cluster for all tests of a collection, which run one after the other on it.</summary>
[CollectionDefinition(Name)]
public sealed class SlurmCollection : ICollectionFixture<SlurmCollection.Cluster>
{
    public const string Name = "a real Slurm";

    /// <summary>The cluster, where there can be one.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        private SlurmBed? _bed;

        public SlurmBed Bed => _bed ?? throw new InvalidOperationException("there is no cluster here");

        /// <summary>Skips the test, and says why, where there can be no Slurm.</summary>
        public SlurmBed OrSkip()
        {
            if (SlurmBed.Lacks() is { } lacks) Assert.Skip(lacks);
            return Bed;
        }

        public async ValueTask InitializeAsync()
        {
            if (SlurmBed.Lacks() is null) _bed = await SlurmBed.StartAsync(CancellationToken.None, ("REST", "1"), ("KILL_WAIT", "3"), ("GRACE", "2"), ("SLURMD_TIMEOUT", "8"));
        }

        public async ValueTask DisposeAsync()
        {
            if (_bed is not null) await _bed.DisposeAsync();
        }
    }
}
