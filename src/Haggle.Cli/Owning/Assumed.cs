namespace Haggle.Cli.Owning;

/// <summary>An assumption as it was used.</summary>
/// <param name="Name">Its name, as machine files write it.</param>
/// <param name="Value">Its value.</param>
/// <param name="What">Its unit and meaning.</param>
/// <param name="Source">Who says so: a source with its date, the machine file, the command line.</param>
internal sealed record Assumed(string Name, decimal Value, string What, string Source);
