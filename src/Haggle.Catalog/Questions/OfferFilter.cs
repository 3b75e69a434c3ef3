using System.Globalization;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>Holds rows against a question: which filter, the first in the order in which a person would look, takes one out.</summary>
internal sealed class OfferFilter
{
    private readonly OfferQuestion _question;
    private readonly MarketFile _file;
    private readonly DateTimeOffset _oldest;
    private readonly byte[] _places;
    private readonly byte[] _providers;

    // What is known of a string's fitting: looked at once for each name, not once for each row.
    private const byte Unseen = 0;
    private const byte Fits = 1;
    private const byte FitsNot = 2;

    public OfferFilter(OfferQuestion question, MarketFile file, int strings, DateTimeOffset now)
    {
        _question = question;
        _file = file;
        _oldest = question.AgeMax is { } age ? now - age : DateTimeOffset.MinValue;
        _places = new byte[strings];
        _providers = new byte[strings];
    }

    /// <summary>How many filters there are; <see cref="FirstMiss"/> answers one of them.</summary>
    public const int Count = 13;

    /// <summary>The filter that removes a row; -1 when none does.</summary>
    public int FirstMiss(MarketRow row, double wishedCount, AcceleratorModel? model)
    {
        if (wishedCount > 0 && row.CountMilli != (int)Math.Round(wishedCount * 1000)) return 0;
        if (!_question.Purchases.IsEmpty && !_question.Purchases.Has(row.Purchase)) return 1;
        if (_question.Providers.Count > 0 && !Fitting(_providers, row.Provider, IsProvider)) return 2;
        if (_question.Region.Length > 0 && !Fitting(_places, row.Region, IsPlace) && !Fitting(_places, row.Zone, IsPlace)) return 3;
        var memory = model?.MemoryGb.Value ?? 0;
        if (_question.MemoryGb > 0 && memory < _question.MemoryGb) return 4;
        if (_question.TotalMemoryGb > 0 && memory * row.Count < _question.TotalMemoryGb) return 5;
        if (_question.VcpusMin > 0 && row.Vcpus < _question.VcpusMin) return 6;
        if (_question.HostMemoryGib > 0 && row.MemoryMib < _question.HostMemoryGib * 1024) return 7;
        if (_question.SecureOnly && row.Host != HostKind.DataCentre) return 8;
        if (_question.InterruptionMax != InterruptionBand.Unknown && row.Purchase is Purchase.Spot or Purchase.Bid && (row.Interruption == InterruptionBand.Unknown || row.Interruption > _question.InterruptionMax)) return 9;
        if (_question.ReliabilityMin > 0 && !(row.Reliability >= _question.ReliabilityMin)) return 10;
        if (_question.CudaTenths > 0 && row.CudaTenths > 0 && row.CudaTenths < _question.CudaTenths) return 11;
        if (_question.AgeMax is not null && row.AsOf < _oldest) return 12;
        return _question.PriceMax is { } most && row.HourlyNanoUsd > most.NanoUsd ? Count : -1;
    }

    /// <summary>What a filter says of the offers that it removes, after their number.</summary>
    public string Why(int filter) => filter switch
    {
        0 => "have another number of accelerators",
        1 => "are bought in another way",
        2 => $"are not at {string.Join(" or ", _question.Providers)}",
        3 => $"are not in {_question.Region}",
        4 => $"have accelerators under {Number(_question.MemoryGb)} GB",
        5 => $"have under {Number(_question.TotalMemoryGb)} GB of accelerator memory in all",
        6 => $"have under {Number(_question.VcpusMin)} vCPUs, or nobody says how many",
        7 => $"have under {Number(_question.HostMemoryGib)} GiB of memory, or nobody says how much",
        8 => "are not in a data centre, or nobody says so",
        9 => "are taken back more often, or nobody says how often",
        10 => "are less reliable, or nobody says how reliable",
        11 => "have a driver that is too old",
        12 => "have prices that are too old",
        _ => $"cost more than {_question.PriceMax}/h",
    };

    private bool Fitting(byte[] known, int id, Func<string, bool> fits)
    {
        if (known[id] == Unseen) known[id] = fits(_file.String(id)) ? Fits : FitsNot;
        return known[id] == Fits;
    }

    private bool IsProvider(string name)
    {
        foreach (var wished in _question.Providers)
            if (string.Equals(wished, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private bool IsPlace(string name) => name.Contains(_question.Region, StringComparison.OrdinalIgnoreCase);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
