namespace Haggle.Buckets;

/// <summary>A store did not do what was asked. The message is one sentence for people and says what to do; it holds no secret.</summary>
public sealed class BucketException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="trouble">What kind of trouble.</param>
    /// <param name="message">The sentence.</param>
    public BucketException(StoreTrouble trouble, string message)
        : base(message) => Trouble = trouble;

    /// <summary>What kind of trouble.</summary>
    public StoreTrouble Trouble { get; }
}
