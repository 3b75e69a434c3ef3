using System.Text;

namespace Haggle.Cli.Reports;

/// <summary>Writes a report where the user wants it.</summary>
internal static class ReportFile
{
    /// <exception cref="CliException">The file cannot be written.</exception>
    public static void Write(World world, string file, string html)
    {
        try
        {
            File.WriteAllText(world.PathOf(file), html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--html: {file} cannot be written: {problem.Message}");
        }

        world.Terminal.Say($"The report is in {file}.");
    }
}
