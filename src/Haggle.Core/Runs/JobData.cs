namespace Haggle.Core.Runs;

/// <summary>What a job's machines must be brought, and where it lies: what a move costs beside the machines.</summary>
/// <param name="InputBytes">What comes to each machine before the program starts: the bundle of files and the input, as far as their sizes are known.</param>
/// <param name="InputsAt">The provider that charges for what leaves the input's store; "" for none.</param>
/// <param name="CheckpointsAt">The provider in whose store checkpoints are kept; "" when they are kept outside of every provider, as in the server's own store.</param>
public sealed record JobData(long InputBytes, string InputsAt, string CheckpointsAt)
{
    /// <summary>Nothing is known of any data.</summary>
    public static JobData None { get; } = new(0, "", "");
}
