namespace Haggle.Catalog.Store;

/// <summary>
/// The catalogue that questions are answered from: the user's own where one was imported or updated, otherwise the one that came with Haggle.
/// </summary>
public static class LocalMarket
{
    /// <summary>Where the user's own catalogue lies in the state folder.</summary>
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "catalogue", "market.catalogue");

    /// <summary>Opens it.</summary>
    /// <param name="stateFolder">The state folder.</param>
    /// <param name="programFolder">The folder of the program that asks.</param>
    /// <exception cref="InvalidDataException">The user's own catalogue is damaged; nothing else is answered in its place.</exception>
    /// <exception cref="FileNotFoundException">There is none at all.</exception>
    public static MarketFile Open(string stateFolder, string programFolder)
    {
        var own = PathIn(stateFolder);
        if (File.Exists(own)) return MarketFile.Open(own);
        var compiled = Path.Combine(programFolder, BuiltInMarket.CompiledName);
        if (File.Exists(compiled)) return MarketFile.Open(compiled);
        var text = Path.Combine(programFolder, BuiltInMarket.TextName);
        if (!File.Exists(text)) throw new FileNotFoundException("this build of haggle came without its offers", text);
        using var today = File.OpenRead(text);
        using var earlier = File.OpenRead(Path.Combine(programFolder, BuiltInMarket.HistoryName));
        return MarketFile.Open(text, BuiltInMarket.ToBuilder(today, earlier).ToBytes(File.GetLastWriteTimeUtc(text)));
    }
}
