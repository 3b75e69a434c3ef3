namespace Haggle.Core.Runs;

/// <summary>A copy between a machine and a store that is under way or held up.</summary>
/// <param name="What">What is copied, for people.</param>
/// <param name="BytesDone">How much has arrived.</param>
/// <param name="BytesTotal">How much is to arrive; 0 while that is not known.</param>
/// <param name="BytesPerSecond">How fast it goes; 0 while that is not known.</param>
/// <param name="Trouble">Why it stands still and is tried again; "" while it goes on.</param>
public sealed record StoreTransfer(string What, long BytesDone, long BytesTotal, double BytesPerSecond, string Trouble);
