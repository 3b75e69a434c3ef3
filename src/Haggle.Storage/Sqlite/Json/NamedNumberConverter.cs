using System.Text.Json;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A named number.</summary>
internal sealed class NamedNumberConverter : NamedConverter<double>
{
    protected override double ReadValue(ref Utf8JsonReader reader) => NumberConverter.Read(ref reader);

    protected override void WriteValue(Utf8JsonWriter writer, double value) => NumberConverter.Write(writer, value);
}
