using System.Globalization;
using Haggle.Catalog.Live;

namespace Haggle.Cli.Render;

/// <summary>How far a source is, in a line.</summary>
internal static class UpdateLine
{
    private const int BarWidth = 12;

    /// <summary>For a terminal: name, bar, parts, bytes, prices, and what holds it up.</summary>
    public static string Bar(SourceProgress source)
    {
        var share = source.Parts == 0 ? 0 : (double)source.PartsDone / source.Parts;
        var full = source.State is SourceState.Fresh ? BarWidth : (int)(share * BarWidth);
        var bar = new string('█', full) + new string('░', BarWidth - full);
        var end = source.State switch
        {
            SourceState.Waiting => "waiting",
            SourceState.Failed => "failed",
            SourceState.Partly => "some parts failed",
            _ when source.Remark.Length > 0 => source.Remark,
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{source.Name,-18} {bar} {source.PartsDone,3}/{source.Parts,-3} {SizeText.Bytes(source.Bytes),9} {source.Rows,9:N0}  {end}").TrimEnd();
    }

    /// <summary>For a pipe: what it waits for, or that it is done; "" while nothing is to be said.</summary>
    public static string Plain(SourceProgress source) => source.State switch
    {
        SourceState.Reading when source.Remark.Length > 0 => $"{source.Name}: {source.Remark}",
        SourceState.Fresh => string.Create(CultureInfo.InvariantCulture, $"{source.Name}: {source.PartsDone} of {source.Parts} parts, {SizeText.Bytes(source.Bytes)}, {source.Rows:N0} prices read"),
        SourceState.Partly => $"{source.Name}: some of its {source.Parts} parts failed",
        SourceState.Failed => $"{source.Name}: failed",
        _ => "",
    };
}
