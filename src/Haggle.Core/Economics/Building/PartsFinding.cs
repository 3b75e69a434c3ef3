namespace Haggle.Core.Economics.Building;

/// <summary>What one rule says about a machine.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Has">What the machine has, for people; "" when that is not known.</param>
/// <param name="Needs">What it needs, for people.</param>
public sealed record PartsFinding(PartsRule Rule, PartsVerdict Verdict, string Has, string Needs);
