using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Catalog.Imports;

namespace Haggle.Catalog.Tests;

/// <summary>The readers that take no record apart that they do not have to: held against those of the library.</summary>
public sealed class Reading_in_place
{
    private static readonly string[] Pieces = ["a", "us-east-1", "0.5", "\"", "\\", "\n", "ü", "€", ",", "{", "}", "[", "", " ", "\t", "𝄞"];

    [Fact]
    public void Records_are_read_as_the_library_reads_them()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 300; round++)
        {
            var list = new JsonArray();
            for (var i = random.Next(5); i > 0; i--) list.Add(Record(random));
            var escaping = random.Next(2) == 0 ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default;
            var text = new JsonObject { ["before"] = new JsonObject { ["data"] = 1 }, ["data"] = list, ["after"] = 7 }.ToJsonString(new JsonSerializerOptions { Encoder = escaping, WriteIndented = random.Next(2) == 0, TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() });
            var records = new FlatRecords(Encoding.UTF8.GetBytes(text), "x"u8.ToArray(), "y"u8.ToArray(), "z"u8.ToArray());
            records.Enter("data");
            foreach (var expected in list)
            {
                Assert.True(records.Read());
                for (var i = 0; i < 3; i++) Assert.Equal(Flat(expected![((char)('x' + i)).ToString()]), Encoding.UTF8.GetString(records[i]));
            }

            Assert.False(records.Read());
        }
    }

    [Theory]
    [InlineData("{\"data\":[{\"x\":1}", "line 1: the JSON is broken or cut off")]
    [InlineData("{\"data\":[{\"x\":", "line 1: the JSON is broken or cut off")]
    [InlineData("{\"data\":[\n1]}", "record 1 is no object")]
    [InlineData("{\"data\":{}}", "'data' is no list")]
    [InlineData("{\"other\":[]}", "there is no list called 'data'")]
    [InlineData("", "line 1: the JSON is broken or cut off")]
    public void A_list_that_is_broken_says_where(string text, string fault)
    {
        var records = new FlatRecords(Encoding.UTF8.GetBytes(text), "x"u8.ToArray());
        Assert.Equal(fault, Assert.Throws<InvalidDataException>(() =>
        {
            records.Enter("data");
            while (records.Read())
            {
            }
        }).Message);
    }

    [Fact]
    public void Lines_come_out_as_they_are_in_any_chunks()
    {
        var lines = Enumerable.Range(0, 500).Select(i => new string((char)('a' + (i % 26)), i * 7 % 300)).ToArray();
        foreach (var end in new[] { "\n", "\r\n" })
            foreach (var last in new[] { "", end })
                foreach (var chunk in new[] { 1, 3, 64, 100_000 })
                {
                    var reader = new LineReader(new Trickle(Encoding.UTF8.GetBytes(string.Join(end, lines) + last), chunk));
                    var read = new List<string>();
                    do
                    {
                        while (reader.TryRead(out var line)) read.Add(Encoding.UTF8.GetString(line));
                    }
                    while (reader.Fill());
                    Assert.Equal(lines, read);
                    Assert.Equal(lines.Length, reader.Number);
                }
    }

    [Fact]
    public void A_line_that_never_ends_is_refused() => Assert.Equal("line 1: it does not end", Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new LineReader(new Trickle(new byte[5 << 20], 1 << 20));
        while (reader.Fill() && !reader.TryRead(out _))
        {
        }
    }).Message);

    [Fact]
    public void Fields_are_those_that_the_reader_of_whole_files_finds()
    {
        var random = new Random(20261121);
        var fields = new QuotedFields();
        for (var round = 0; round < 2000; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, 12)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Pieces[random.Next(Pieces.Length)])).Replace("\n", "", StringComparison.Ordinal)).ToArray();
            var line = Encoding.UTF8.GetBytes(string.Join(',', values.Select(value => random.Next(2) == 0 || value.Contains('"', StringComparison.Ordinal) || value.Contains(',', StringComparison.Ordinal) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)));
            if (line.Length == 0) continue;
            Assert.True(fields.TrySplit(line));
            var csv = new CsvReader(new MemoryStream(line), (byte)',');
            Assert.True(csv.Read() || values.All(value => value.Length == 0));
            if (csv.Count == fields.Count) Assert.Equal(Enumerable.Range(0, csv.Count).Select(i => Encoding.UTF8.GetString(csv[i])), Enumerable.Range(0, fields.Count).Select(i => Encoding.UTF8.GetString(fields.Of(line, i))));
            Assert.Equal(values.Length, fields.Count);
        }
    }

    [Theory]
    [InlineData("\"open")]
    [InlineData("a,\"open")]
    [InlineData("\"a\"b,c")]
    public void A_quote_that_is_not_closed_is_seen(string line) => Assert.False(new QuotedFields().TrySplit(Encoding.UTF8.GetBytes(line)));

    private static JsonObject Record(Random random)
    {
        var record = new JsonObject();
        foreach (var name in new[] { "w", "x", "y", "z", "ü" }.OrderBy(_ => random.Next()))
        {
            if (random.Next(4) == 0) continue;
            record[name] = random.Next(5) switch
            {
                0 => JsonValue.Create(random.Next(-1000, 1000)),
                1 => null,
                2 => new JsonArray(1, new JsonObject { ["x"] = "inside" }),
                _ => JsonValue.Create(string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pieces[random.Next(Pieces.Length)]))),
            };
        }

        return record;
    }

    private static string Flat(JsonNode? value) => value?.GetValueKind() switch { JsonValueKind.String => value.GetValue<string>(), JsonValueKind.Number => value.ToJsonString(), _ => "" };

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
    }
}
