using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Store;

/// <summary>
/// The snapshot that comes with Haggle: <c>data/market.json</c>, one offer on a line, each with its source and date. It is text because it is reviewed and
/// kept under version control; the programs are shipped with the catalogue file that <see cref="ToBuilder"/> makes of it.
/// </summary>
public static class BuiltInMarket
{
    private const int Schema = 1;

    /// <summary>The catalogue file beside the programs.</summary>
    public const string CompiledName = "market.catalogue";

    /// <summary>The text beside the programs.</summary>
    public const string TextName = "market.json";

    /// <summary>The text of earlier prices beside the programs.</summary>
    public const string HistoryName = "history.json";

    /// <summary>Reads the texts: today's offers, and the earlier prices.</summary>
    /// <exception cref="InvalidDataException">A row is not what it may be; the message names it.</exception>
    public static MarketBuilder ToBuilder(params ReadOnlySpan<Stream> texts)
    {
        var market = new MarketBuilder();
        foreach (var text in texts) Read(text, market);
        return market;
    }

    private static void Read(Stream json, MarketBuilder market)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.GetProperty("schema").GetInt32() != Schema) throw new InvalidDataException("the built-in offers are of another schema");
        var place = 0;
        foreach (var row in document.RootElement.GetProperty("offers").EnumerateArray())
        {
            place++;
            try
            {
                market.Add(ReadRow(row));
            }
            catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                throw new InvalidDataException($"built-in offer {place}: {fault.Message}", fault);
            }
        }
    }

    /// <summary>Writes what holds today of every offer with an accelerator as such a text; the same for the same catalogue.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="to">Where to.</param>
    /// <returns>How many offers were written.</returns>
    public static int Write(MarketFile file, TextWriter to) => Write(file, to, history: false);

    /// <summary>Writes the lowest earlier prices of every accelerator, provider and quarter as such a text; the same for the same catalogue.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="to">Where to.</param>
    /// <returns>How many prices were written.</returns>
    public static int WriteHistory(MarketFile file, TextWriter to) => Write(file, to, history: true);

    private static int Write(MarketFile file, TextWriter to, bool history)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(to);
        to.Write($"{{\n  \"schema\": {Schema},\n  \"offers\": [");
        var written = 0;
        for (var block = 0; block < file.Blocks; block++)
        {
            if (file.Accelerator(block).Length == 0) continue;
            var rows = file.Rows(block, history);
            foreach (var place in history ? HistoryLows.Of(file, block) : Enumerable.Range(0, file.Count(block, history: false)))
            {
                // What can be computed again is: no estimate is kept as a fact.
                if (MarketFile.Row(rows, place).IsEstimated) continue;
                to.Write(written++ == 0 ? "\n    " : ",\n    ");
                to.Write(RowText(file, MarketFile.Row(rows, place)));
            }
        }

        to.Write("\n  ]\n}\n");
        return written;
    }

    private static string RowText(MarketFile file, MarketRow row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("provider", file.String(row.Provider));
            Optional(json, "region", file.String(row.Region));
            Optional(json, "zone", file.String(row.Zone));
            json.WriteString("instance_type", file.String(row.InstanceType));
            json.WriteString("accelerator", file.String(row.Accelerator));
            json.WriteNumber("count", row.Count);
            if (row.Vcpus > 0) json.WriteNumber("vcpus", row.Vcpus);
            if (row.MemoryMib > 0) json.WriteNumber("memory_mib", row.MemoryMib);
            if (row.LocalDiskGib > 0) json.WriteNumber("disk_gib", row.LocalDiskGib);
            if (row.Architecture == CpuArchitecture.Arm64) json.WriteString("architecture", "arm64");
            json.WriteString("purchase", OfferKeys.Word(row.Purchase, row.Payment));
            if (row.Interruption != InterruptionBand.Unknown) json.WriteNumber("interruption_band", (int)row.Interruption);
            if (row.Host != HostKind.Unknown) json.WriteString("host", row.Host == HostKind.DataCentre ? "data-centre" : "private-person");
            json.WriteString(row.Unit == PriceUnit.Month ? "usd_per_month" : "usd_per_hour", new Money(row.PriceNanoUsd).ToUsd().ToString("0.#########", CultureInfo.InvariantCulture));
            if (row.IsClosed) json.WriteBoolean("closed", true);
            if (row.IsPast) json.WriteBoolean("past", true);
            json.WriteString("source", file.String(row.Source));
            json.WriteString("as_of", row.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Optional(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    /// <summary>Reads one offer.</summary>
    /// <exception cref="FormatException">A field is not what it may be; other exceptions of reading JSON as well.</exception>
    internal static PricedRow ReadRow(JsonElement row)
    {
        var isMonth = row.TryGetProperty("usd_per_month", out var month);
        var price = (isMonth ? month : row.GetProperty("usd_per_hour")).GetString() ?? "";
        if (!Money.TryParse(price, out var money)) throw new FormatException($"the price is '{price}'");
        var accelerator = Text(row, "accelerator");
        var (purchase, payment) = OfferKeys.Parse(Text(row, "purchase"));
        return new PricedRow
        {
            Provider = Text(row, "provider"),
            Region = Text(row, "region"),
            Zone = Text(row, "zone"),
            InstanceType = Text(row, "instance_type"),
            Accelerator = AcceleratorTable.Find(accelerator) ?? throw new FormatException($"no accelerator '{accelerator}' is known"),
            AcceleratorCount = row.GetProperty("count").GetDouble(),
            Vcpus = Number(row, "vcpus"),
            Memory = Gib.FromMib((long)Number(row, "memory_mib")),
            LocalDisk = Gib.FromGib(Number(row, "disk_gib")),
            Architecture = Text(row, "architecture") == "arm64" ? CpuArchitecture.Arm64 : CpuArchitecture.X64,
            Purchase = purchase,
            Payment = payment,
            Interruption = (InterruptionBand)(int)Number(row, "interruption_band"),
            Host = Text(row, "host") switch { "data-centre" => HostKind.DataCentre, "private-person" => HostKind.PrivatePerson, _ => HostKind.Unknown },
            Unit = isMonth ? PriceUnit.Month : PriceUnit.Hour,
            Price = money,
            IsClosed = row.TryGetProperty("closed", out var closed) && closed.GetBoolean(),
            IsPast = row.TryGetProperty("past", out var past) && past.GetBoolean(),
            Source = Text(row, "source"),
            AsOf = DateTimeOffset.ParseExact(Text(row, "as_of"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static double Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
