using Haggle.Catalog.Live;

namespace Haggle.Cli.Asking;

/// <summary>Keeps two commands from writing the catalogue at the same time.</summary>
internal static class CatalogueLock
{
    /// <exception cref="CliException">Another command is writing it.</exception>
    public static UpdateLock Take(World world)
    {
        try
        {
            return UpdateLock.Take(world.StateFolder.Path);
        }
        catch (CatalogueBusyException busy)
        {
            throw Refusal(busy);
        }
    }

    public static CliException Refusal(CatalogueBusyException busy) => new(ExitCodes.Conflict, busy.Message, "Wait for it to end, or stop it; it leaves the catalogue whole.");
}
