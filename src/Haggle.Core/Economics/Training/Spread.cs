namespace Haggle.Core.Economics.Training;

/// <summary>What is expected, and between what nine of ten cases lie.</summary>
/// <typeparam name="T">Money or a time.</typeparam>
/// <param name="Low">The good case.</param>
/// <param name="Expected">What is expected.</param>
/// <param name="High">The bad case.</param>
public readonly record struct Spread<T>(T Low, T Expected, T High)
    where T : struct, IComparable<T>;
