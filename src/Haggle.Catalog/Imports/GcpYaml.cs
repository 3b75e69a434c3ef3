using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The price file of Cyclenerd's Google Cloud pricing calculator: machines, regions, and prices by hour and month. It is YAML of one fixed shape, read line by
/// line: 140,000 lines, of which a parser would build a tree. It names regions in which a machine does not exist; <see cref="GcpPlaces"/> knows better.
/// </summary>
internal sealed class GcpYaml : IPriceFormat
{
    public string Name => "Google Cloud prices (gcosts YAML)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("---\nabout:"u8) && start.IndexOf("google-cloud-pricing-cost-calculator"u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        var places = GcpPlaces.Beside(intake.File.Path);
        var csv = new CsvReader(stream, 0);
        var state = new Reading(intake, places);
        while (csv.Read()) state.Line(csv[0], csv.Line);
        if (!state.IsWhole) throw new InvalidDataException($"line {csv.Line}: the file ends before the list of machines does; it is cut off");
    }

    private sealed class Reading(Intake intake, GcpPlaces places)
    {
        private const int MachineIndent = 4;
        private const int RegionIndent = 8;
        private const int PriceIndent = 10;
        private bool _inMachines;
        private string _machine = "";
        private string _region = "";
        private bool _isPlace;

        public bool IsWhole { get; private set; }

        public void Line(ReadOnlySpan<byte> line, long number)
        {
            var indent = line.IndexOfAnyExcept((byte)' ');
            var text = line[indent..].TrimEnd((byte)' ');
            if (indent == 2 && text.StartsWith("timestamp: "u8)) SetDate(text[11..], number);
            if (indent <= 2)
            {
                IsWhole |= _inMachines;
                _inMachines = indent == 2 && text.SequenceEqual("instance:"u8);
            }
            else if (!_inMachines) return;
            else if (indent == MachineIndent) _machine = intake.Text[text[..^1]];
            else if (indent == RegionIndent) SetRegion(text);
            else if (indent == PriceIndent) Price(text, number);
        }

        private void SetDate(ReadOnlySpan<byte> text, long number)
        {
            if (!long.TryParse(text, null, out var seconds)) throw new InvalidDataException($"line {number}: the timestamp is no number");
            intake.AsOf = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        private void SetRegion(ReadOnlySpan<byte> text)
        {
            if (text is not [.., (byte)':']) return;
            _region = intake.Text[text[..^1]];
            _isPlace = places.Has(_machine, _region);
        }

        private void Price(ReadOnlySpan<byte> text, long number)
        {
            intake.Row(number);
            var colon = text.IndexOf(": "u8);
            if (colon < 0)
            {
                intake.Refuse("no price after the name");
                return;
            }

            var name = text[..colon];
            Purchase purchase;
            var unit = PriceUnit.Hour;
            if (name.SequenceEqual("hour"u8)) purchase = Purchase.OnDemand;
            else if (name.SequenceEqual("hour_spot"u8)) purchase = Purchase.Spot;
            else if (name.SequenceEqual("month_1y"u8)) (purchase, unit) = (Purchase.ReservedOneYear, PriceUnit.Month);
            else if (name.SequenceEqual("month_3y"u8)) (purchase, unit) = (Purchase.ReservedThreeYears, PriceUnit.Month);
            else
            {
                // For n1 and older families the month has the sustained-use discount in it, so it is not 730 hours of the hourly price.
                intake.LeaveOut("a month without commitment: the hourly price holds");
                return;
            }

            if (!_isPlace) intake.LeaveOut("the machine does not exist in that region");
            else if (intake.TryPrice(text[(colon + 2)..], "a price of 0 means unknown", out var price)) intake.Keep(intake.Machine("gcp", _region, _machine, purchase, price) with { Unit = unit });
        }
    }
}
