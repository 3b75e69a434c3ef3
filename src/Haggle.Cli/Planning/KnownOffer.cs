namespace Haggle.Cli.Planning;

/// <summary>What a measured offer has, to carry its speed over.</summary>
/// <param name="Accelerator">The canonical name; "" without.</param>
/// <param name="Count">How many in a machine.</param>
internal sealed record KnownOffer(string Accelerator, double Count);
