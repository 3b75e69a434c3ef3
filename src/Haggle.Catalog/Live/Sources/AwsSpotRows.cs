using System.Globalization;
using System.Text;
using System.Xml;
using Haggle.Catalog.Imports;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>The items of DescribeSpotPriceHistory. Each is a change; the last one of a machine in a zone holds now.</summary>
internal sealed class AwsSpotRows(Intake intake, string region)
{
    private readonly Dictionary<(string Type, string Zone), (DateTimeOffset At, Money Price)> _newest = [];
    private readonly DateTimeOffset _now = intake.AsOf;
    private long _place;

    /// <summary>Takes a page.</summary>
    /// <returns>The token of the next one; "" when there is none.</returns>
    /// <exception cref="InvalidDataException">It is no such answer.</exception>
    public string Page(XmlReader reader)
    {
        try
        {
            if (!reader.ReadToFollowing("DescribeSpotPriceHistoryResponse")) throw new InvalidDataException("it is no answer of DescribeSpotPriceHistory");
            var token = "";
            Dictionary<string, string>? item = null;
            for (var more = reader.Read(); more;)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "item") item = new Dictionary<string, string>(StringComparer.Ordinal);
                else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "item" && item is not null) Take(item);
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "instanceType" or "productDescription" or "spotPrice" or "timestamp" or "availabilityZone" or "nextToken")
                {
                    var name = reader.LocalName;
                    var text = reader.ReadElementContentAsString();
                    if (name == "nextToken") token = text;
                    else item?.Add(name, text);
                    continue;
                }

                more = reader.Read();
            }

            return token;
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException($"the answer is broken or cut off at line {fault.LineNumber}", fault);
        }
    }

    /// <summary>What holds now.</summary>
    public void Finish()
    {
        foreach (var ((type, zone), (_, price)) in _newest) intake.Keep(Row(type, zone, price, _now));
    }

    private void Take(Dictionary<string, string> item)
    {
        intake.Row(++_place);
        var (type, zone) = (item.GetValueOrDefault("instanceType", ""), item.GetValueOrDefault("availabilityZone", ""));
        if (type.Length == 0 || zone.Length == 0) intake.Refuse("no instance type or no zone");
        else if (item.GetValueOrDefault("productDescription", "") is not ("Linux/UNIX" or "Linux/UNIX (Amazon VPC)")) intake.LeaveOut("a machine with another system");
        else if (!zone.StartsWith(region, StringComparison.Ordinal) || zone.Length != region.Length + 1) intake.LeaveOut("a zone outside of the region");
        else if (!DateTimeOffset.TryParse(item.GetValueOrDefault("timestamp", ""), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || at > _now.AddHours(1)) intake.Refuse("the instant is none");
        else if (intake.TryPrice(Encoding.UTF8.GetBytes(item.GetValueOrDefault("spotPrice", "")), "a price of 0 means unknown", out var price))
        {
            intake.Keep(Row(type, zone, price, at));
            if (!_newest.TryGetValue((type, zone), out var newest) || at > newest.At) _newest[(type, zone)] = (at, price);
        }
    }

    private Store.PricedRow Row(string type, string zone, Money price, DateTimeOffset at) => intake.Machine("aws", region, type, Purchase.Spot, price) with { Zone = zone, AsOf = at };
}
