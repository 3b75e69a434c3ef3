namespace Haggle.Core.Economics.Owning;

/// <summary>One assumption set to a low and to a high value, everything else as it was.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Low">The low value, for people.</param>
/// <param name="High">The high value, for people.</param>
/// <param name="AtLow">The question and the way to rent with the low value.</param>
/// <param name="AtHigh">The question and the way to rent with the high value.</param>
public sealed record Change(string Name, string Low, string High, (OwnQuestion Question, RentOption Option) AtLow, (OwnQuestion Question, RentOption Option) AtHigh);
