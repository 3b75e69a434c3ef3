namespace Haggle.Storage.Tests.Sqlite;

/// <summary>What is wrong with a <see cref="BuggyStore"/>.</summary>
public enum StoreBug
{
    None,
    IgnoresTheVersion,
    ForgetsSlots,
    DoublesTheLedger,
    DropsEvents,
    ForgetsSubmissions,
    ForgetsGoneSlots,
}
