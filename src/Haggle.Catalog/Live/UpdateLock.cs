namespace Haggle.Catalog.Live;

/// <summary>One writer of a catalogue at a time: a second one would undo what the first wrote. Ends with the process, however that ends.</summary>
public sealed class UpdateLock : IDisposable
{
    private readonly FileStream _file;

    private UpdateLock(FileStream file) => _file = file;

    /// <summary>Takes it.</summary>
    /// <exception cref="CatalogueBusyException">Somebody else has it.</exception>
    public static UpdateLock Take(string stateFolder)
    {
        var folder = Path.GetDirectoryName(Store.LocalMarket.PathIn(stateFolder)) ?? stateFolder;
        Directory.CreateDirectory(folder);
        try
        {
            return new UpdateLock(new FileStream(Path.Combine(folder, "update.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException busy) when (File.Exists(Path.Combine(folder, "update.lock")))
        {
            throw new CatalogueBusyException("another haggle is writing the catalogue", busy);
        }
    }

    public void Dispose() => _file.Dispose();
}
