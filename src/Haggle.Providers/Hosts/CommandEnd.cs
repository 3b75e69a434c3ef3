namespace Haggle.Providers.Hosts;

/// <summary>What came of a command on a host.</summary>
/// <param name="ExitCode">Its exit code; 128 + the signal for one that was ended by a signal.</param>
/// <param name="Output">What it wrote to its standard output, as UTF-8.</param>
/// <param name="Error">What it wrote to its standard error, as UTF-8.</param>
internal sealed record CommandEnd(int ExitCode, string Output, string Error);
