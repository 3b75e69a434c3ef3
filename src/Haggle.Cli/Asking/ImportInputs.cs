using System.CommandLine;
using System.Globalization;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Store;
using Haggle.Cli.Commands;

namespace Haggle.Cli.Asking;

/// <summary>The price files that a verb reads, and what the user says about them.</summary>
internal sealed class ImportInputs
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Price files, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _provider = new("--provider") { Description = "Whose prices they are, where the file does not say.", HelpName = "NAME" };
    private readonly Option<string?> _source = new("--source") { Description = "Where they come from, for people.", HelpName = "TEXT" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "When they held, where neither the file nor its name says.", HelpName = "DATE" };

    public void AddTo(Command verb)
    {
        verb.Add(_files);
        verb.Add(_provider);
        verb.Add(_source);
        verb.Add(_asOf);
    }

    /// <summary>Reads them.</summary>
    /// <param name="call">The verb as it was called.</param>
    /// <param name="market">Where the prices go.</param>
    /// <param name="onlyShipped">Whether files whose rows may not be passed on are left out, and named.</param>
    /// <exception cref="CliException">A file is not there, or the date is none.</exception>
    public IReadOnlyList<ImportReport> Read(VerbCall call, MarketBuilder market, bool onlyShipped = false)
    {
        DateTimeOffset? asOf = null;
        if (call.Value(_asOf) is { } date)
            asOf = DateTimeOffset.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var known) ? known : throw CliException.BadInput($"--as-of '{date}' is not a date like 2026-07-20");
        var import = new PriceImport(market);
        var reports = new List<ImportReport>();
        foreach (var path in KnownFiles.Expand(call.Value(_files).Select(call.World.PathOf)))
        {
            try
            {
                var file = KnownFiles.Describe(path, call.Value(_source) ?? "", asOf, call.Value(_provider) ?? "");
                if (onlyShipped && !file.IsShipped) call.Terminal.Say($"{path} is left out: {file.Source}");
                else reports.Add(import.Import(file));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput($"{path} cannot be read: {problem.Message}", "Nothing was changed.");
            }
        }

        return reports;
    }
}
