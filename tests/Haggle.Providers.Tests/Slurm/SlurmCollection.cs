using Haggle.Testbed.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>One cluster for all tests of a collection, which run one after the other on it. A test that ends one of its daemons has a cluster of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SlurmCollection : ICollectionFixture<SlurmCollection.Cluster>
{
    public const string Name = "a real Slurm";

    /// <summary>The cluster, where there can be one.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        private const int TellingsMax = 3;
        private SlurmBed? _bed;
        private int _tellings;

        public SlurmBed Bed => _bed ?? throw new InvalidOperationException("there is no cluster here");

        /// <summary>Skips the test, and says why, where there can be no Slurm.</summary>
        public SlurmBed OrSkip()
        {
            if (SlurmBed.Lacks() is { } lacks) Assert.Skip(lacks);
            return Bed;
        }

        /// <summary>Shows what the daemons said with a test that failed; not with each of many.</summary>
        public void TellIfFailed()
        {
            if (_bed is not null && TestContext.Current.TestState?.Result == TestResult.Failed && _tellings++ < TellingsMax) TestContext.Current.TestOutputHelper?.WriteLine(_bed.Logs());
        }

        public async ValueTask InitializeAsync()
        {
            if (SlurmBed.Lacks() is null) _bed = await SlurmBed.StartAsync(CancellationToken.None, ("REST", "1"), ("KILL_WAIT", "3"), ("GRACE", "2"));
        }

        public async ValueTask DisposeAsync()
        {
            if (_bed is not null) await _bed.DisposeAsync();
        }
    }
}
