using System.Globalization;

namespace Haggle.Bench.Scale;

/// <summary>What one child process is to do.</summary>
/// <param name="Runs">How many runs are submitted.</param>
/// <param name="Capacity">How many machines the simulated provider has.</param>
/// <param name="Seconds">How long is measured, after all are submitted and have settled.</param>
/// <param name="Folder">Where the database is made.</param>
internal sealed record ScaleWish(int Runs, int Capacity, int Seconds, string Folder)
{
    /// <summary>The argument that makes this program the child.</summary>
    public const string Verb = "scale-child";

    public string[] ToArguments() =>
        [Verb, Runs.ToString(CultureInfo.InvariantCulture), Capacity.ToString(CultureInfo.InvariantCulture), Seconds.ToString(CultureInfo.InvariantCulture), Folder];

    public static ScaleWish Parse(string[] arguments) => new(
        int.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture), arguments[4]);
}
