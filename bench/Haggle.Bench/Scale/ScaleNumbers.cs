using System.Globalization;

namespace Haggle.Bench.Scale;

/// <summary>What a child measured; it goes to the parent as lines of "name=number".</summary>
internal sealed class ScaleNumbers
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public double this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public string ToText() => string.Concat(_values.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key}={each.Value:R}\n")));

    public static ScaleNumbers Parse(string text)
    {
        var numbers = new ScaleNumbers();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split('=') is [var name, var value]) numbers[name] = double.Parse(value, CultureInfo.InvariantCulture);
        return numbers;
    }
}
