using System.Globalization;
using System.Net;

namespace Haggle.Cli.Notebooks;

/// <summary>Opens an address in the user's browser without naming it in an argument, which everybody on this computer could read: by way of a page that leads on.</summary>
internal static class BrowserPage
{
    /// <summary>Opens it, where there is a screen.</summary>
    /// <returns>The page, to be deleted later; null when nothing was opened.</returns>
    public static async Task<string?> OpenAsync(World world, string address, long run, CancellationToken cancellationToken)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        if (!OperatingSystem.IsMacOS() && world.Variable("DISPLAY") is null && world.Variable("WAYLAND_DISPLAY") is null) return null;
        var path = Path.Combine(world.StateFolder.Path, string.Create(CultureInfo.InvariantCulture, $"notebook-{run}.html"));
        try
        {
            File.Delete(path);
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            await using var text = new StreamWriter(file);
            await text.WriteAsync($"<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url={WebUtility.HtmlEncode(address)}\"><title>Haggle</title>\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // Some of them stay until the browser is closed.
        await world.Run(new ProgramStart("sh", ["-c", "command -v \"$0\" >/dev/null && \"$0\" \"$1\" >/dev/null 2>&1 </dev/null &", opener, path], "", new Dictionary<string, string>()), cancellationToken).ConfigureAwait(false);
        return path;
    }
}
