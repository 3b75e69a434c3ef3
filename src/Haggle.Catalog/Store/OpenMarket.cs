namespace Haggle.Catalog.Store;

/// <summary>
/// The local catalogue kept open between questions, for a program that answers many: opened again when an import or an update has put another in its place.
/// Thread-safe.
/// </summary>
public sealed class OpenMarket(string stateFolder, string programFolder)
{
    private readonly Lock _lock = new();
    private MarketFile? _file;
    private (bool IsOwn, DateTime Written, long Length) _stamp;

    /// <summary>The catalogue as it is now; stays readable for whoever holds it.</summary>
    /// <exception cref="InvalidDataException">The user's own catalogue is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is none at all.</exception>
    public MarketFile Current()
    {
        var stamp = Stamp();
        lock (_lock)
        {
            // What was open is left to the collector: a question may still be reading it.
            if (_file is null || stamp != _stamp) (_file, _stamp) = (LocalMarket.Open(stateFolder, programFolder), stamp);
            return _file;
        }
    }

    // A swap puts a new file in the old one's place: another time, as a rule another length.
    private (bool IsOwn, DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(LocalMarket.PathIn(stateFolder));
        return file.Exists ? (true, file.LastWriteTimeUtc, file.Length) : default;
    }
}
