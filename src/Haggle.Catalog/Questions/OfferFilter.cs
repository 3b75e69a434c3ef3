using System.Globalization;
using Haggle.Catalog.BuiltIn;
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
    private readonly string _continent;

    // Regions of different providers may have one name; asked for only when a country or a continent is.
    private readonly Dictionary<long, Country?> _countries = [];

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
        _continent = Regions.Continent(question.Region);
    }

    /// <summary>How many filters there are; <see cref="FirstMiss"/> answers one of them.</summary>
    public const int Count = 14;

    /// <summary>The filter that removes a row; -1 when none does.</summary>
    public int FirstMiss(MarketRow row, double wishedCount, AcceleratorModel? model)
    {
        if (wishedCount > 0 && row.CountMilli != (int)Math.Round(wishedCount * 1000)) return 0;
        if (!_question.Purchases.IsEmpty && !_question.Purchases.Has(row.Purchase)) return 1;
        if (_question.Providers.Count > 0 && !Fitting(_providers, row.Provider, IsProvider)) return 2;
        if (_question.Region.Length > 0 && !Fitting(_places, row.Region, IsPlace) && !Fitting(_places, row.Zone, IsPlace) && !(_continent.Length > 0 && CountryOf(row)?.Continent == _continent)) return 3;
        if (_question.Countries.Count > 0 && !IsCountry(CountryOf(row))) return 4;
        return MissOfMachine(row, model);
    }

    /// <summary>What a filter says of the offers that it removes, after their number.</summary>
    public string Why(int filter) => filter switch
    {
        0 => "have another number of accelerators",
        1 => "are bought in another way",
        2 => $"are not at {string.Join(" or ", _question.Providers)}",
        3 => $"are not in {_question.Region}",
        4 => $"are not in {string.Join(" or ", _question.Countries)}, or nobody says where they are",
        5 => $"have accelerators under {Number(_question.MemoryGb)} GB",
        6 => $"have under {Number(_question.TotalMemoryGb)} GB of accelerator memory in all",
        7 => $"have under {Number(_question.VcpusMin)} vCPUs, or nobody says how many",
        8 => $"have under {Number(_question.HostMemoryGib)} GiB of memory, or nobody says how much",
        9 => "are not in a data centre, or nobody says so",
        10 => "are taken back more often, or nobody says how often",
        11 => "are less reliable, or nobody says how reliable",
        12 => "have a driver that is too old",
        13 => "have prices that are too old",
        _ => $"cost more than {_question.PriceMax}/h",
    };

    private int MissOfMachine(MarketRow row, AcceleratorModel? model)
    {
        var memory = model?.MemoryGb.Value ?? 0;
        if (_question.MemoryGb > 0 && memory < _question.MemoryGb) return 5;
        if (_question.TotalMemoryGb > 0 && memory * row.Count < _question.TotalMemoryGb) return 6;
        if (_question.VcpusMin > 0 && row.Vcpus < _question.VcpusMin) return 7;
        if (_question.HostMemoryGib > 0 && row.MemoryMib < _question.HostMemoryGib * 1024) return 8;
        if (_question.SecureOnly && row.Host != HostKind.DataCentre) return 9;
        if (_question.InterruptionMax != InterruptionBand.Unknown && row.Purchase is Purchase.Spot or Purchase.Bid && (row.Interruption == InterruptionBand.Unknown || row.Interruption > _question.InterruptionMax)) return 10;
        if (_question.ReliabilityMin > 0 && !(row.Reliability >= _question.ReliabilityMin)) return 11;
        if (_question.CudaTenths > 0 && row.CudaTenths > 0 && row.CudaTenths < _question.CudaTenths) return 12;
        if (_question.AgeMax is not null && row.AsOf < _oldest) return 13;
        return _question.PriceMax is { } most && row.HourlyNanoUsd > most.NanoUsd ? Count : -1;
    }

    private Country? CountryOf(MarketRow row)
    {
        var key = ((long)row.Provider << 32) | (uint)row.Region;
        if (!_countries.TryGetValue(key, out var known)) _countries.Add(key, known = Regions.CountryOf(_file.String(row.Provider), _file.String(row.Region)));
        return known;
    }

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

    private bool IsCountry(Country? country)
    {
        foreach (var code in _question.Countries)
            if (code == country?.Code) return true;
        return false;
    }

    private bool IsPlace(string name) => name.Contains(_question.Region, StringComparison.OrdinalIgnoreCase);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
