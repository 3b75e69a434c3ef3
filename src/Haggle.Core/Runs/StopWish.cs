namespace Haggle.Core.Runs;

/// <summary>How a user wants a run to end.</summary>
public enum StopWish
{
    /// <summary>Tell the program, let it save a checkpoint, then give the machines back.</summary>
    Gracefully,

    /// <summary>Give the machines back at once.</summary>
    AtOnce,
}
