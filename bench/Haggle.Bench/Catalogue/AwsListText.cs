using System.Globalization;
using System.Text;

namespace Haggle.Bench.Catalogue;

/// <summary>
/// A price list of EC2 in AWS's format, of any length and the same each time: of every block one part are prices of Linux machines, some with accelerators,
/// the rest are other systems, tenancies and services, as in the real list (of whose rows two or three in a hundred are wanted).
/// </summary>
internal static class AwsListText
{
    private const int FillersPerBlock = 6000;
    private const int TypesPerBlock = 32;

    private const string Columns = "\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"PriceDescription\",\"EffectiveDate\",\"StartingRange\",\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"RelatedTo\",\"LeaseContractLength\",\"PurchaseOption\",\"OfferingClass\",\"Product Family\",\"serviceCode\",\"Location\",\"Location Type\",\"Instance Type\",\"Current Generation\",\"Instance Family\",\"vCPU\",\"Physical Processor\",\"Clock Speed\",\"Memory\",\"Storage\",\"Network Performance\",\"Processor Architecture\",\"Storage Media\",\"Volume Type\",\"Max Volume Size\",\"Max IOPS/volume\",\"Max IOPS Burst Performance\",\"Max throughput/volume\",\"Provisioned\",\"Tenancy\",\"EBS Optimized\",\"Operating System\",\"License Model\",\"Group\",\"Group Description\",\"Transfer Type\",\"From Location\",\"From Location Type\",\"To Location\",\"To Location Type\",\"usageType\",\"operation\",\"AvailabilityZone\",\"CapacityStatus\",\"Dedicated EBS Throughput\",\"ECU\",\"Enhanced Networking Supported\",\"GPU\",\"GPU Memory\",\"Normalization Size Factor\",\"Pre Installed S/W\",\"Processor Features\",\"Region Code\",\"serviceName\"";

    private static readonly string[] Regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1", "eu-north-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ca-central-1", "sa-east-1", "me-south-1", "af-south-1"];

    private static readonly string[] Cards = ["p3.2xlarge", "p3.8xlarge", "p4d.24xlarge", "g4dn.xlarge", "g5.xlarge", "g5.12xlarge", "g6.xlarge", "p5.48xlarge"];

    private static readonly byte[] Filler = MakeFiller();

    public static byte[] Head() => Encoding.UTF8.GetBytes("\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"synthetic\"\n\"Publication Date\",\"2026-11-20T20:59:55Z\"\n\"Version\",\"20261120205955\"\n\"OfferCode\",\"AmazonEC2\"\n" + Columns + "\n");

    /// <summary>A block of the list: rows that are wanted, then the filler, which is the same in every block.</summary>
    public static (byte[] Wanted, byte[] Others) Block(int number)
    {
        var text = new StringBuilder(1 << 18);
        var region = Regions[number % Regions.Length];
        for (var i = 0; i < TypesPerBlock; i++)
        {
            var type = i < Cards.Length && number < Regions.Length ? Cards[i] : string.Create(CultureInfo.InvariantCulture, $"m{number}.{i}xlarge");
            var sku = string.Create(CultureInfo.InvariantCulture, $"SKU{number:000000}{i:00}ZZZZZ");
            Row(text, sku, "JRTCKXETXF", "OnDemand", "Hrs", Price(number, i), "", "", "", region, type, "Linux", "Shared", "Used");
            foreach (var (term, option, code) in new[] { ("1yr", "No Upfront", "4NA7Y494T4"), ("1yr", "Partial Upfront", "HU7G6KETJZ"), ("1yr", "All Upfront", "6QCMYABX3D"), ("3yr", "No Upfront", "BPH4J8HBKS"), ("3yr", "Partial Upfront", "38NPMPTW36"), ("3yr", "All Upfront", "NQ3QZPMQV9") })
            {
                if (option != "No Upfront") Row(text, sku, code, "Reserved", "Quantity", Price(number + 4000, i), term, option, "standard", region, type, "Linux", "Shared", "Used");
                Row(text, sku, code, "Reserved", "Hrs", option == "All Upfront" ? "0.0000000000" : Price(number, i), term, option, "standard", region, type, "Linux", "Shared", "Used");
            }
        }

        return (Encoding.UTF8.GetBytes(text.ToString()), Filler);
    }

    private static string Price(int number, int i) => string.Create(CultureInfo.InvariantCulture, $"{(number % 977) + 1}.{(i * 7919) % 10000:0000}000000");

    private static byte[] MakeFiller()
    {
        var text = new StringBuilder(8 << 20);
        for (var i = 0; i < FillersPerBlock; i++)
        {
            var (system, tenancy, capacity) = (i % 7) switch { 0 => ("Linux", "Dedicated", "Used"), 1 => ("Windows", "Shared", "Used"), 2 => ("RHEL", "Shared", "Used"), 3 => ("SUSE", "Dedicated", "UnusedCapacityReservation"), 4 => ("Linux", "Host", "Used"), 5 => ("Windows", "Dedicated", "AllocatedCapacityReservation"), _ => ("Linux", "Shared", "AllocatedCapacityReservation") };
            Row(text, string.Create(CultureInfo.InvariantCulture, $"OTHER{i:0000}ZZZZZZZ"), "JRTCKXETXF", i % 3 == 0 ? "OnDemand" : "Reserved", "Hrs", "1.2340000000", i % 3 == 0 ? "" : "1yr", i % 3 == 0 ? "" : "No Upfront", i % 3 == 0 ? "" : "convertible", Regions[i % Regions.Length], "m5.4xlarge", system, tenancy, capacity);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Row(StringBuilder text, string sku, string code, string term, string unit, string price, string lease, string option, string kind, string region, string type, string system, string tenancy, string capacity)
    {
        static string Quoted(string value) => value.Length == 0 ? "" : $"\"{value}\"";
        text.Append(CultureInfo.InvariantCulture, $"\"{sku}\",\"{code}\",\"{sku}.{code}.6YS6EN2CT7\",\"{term}\",\"${price} per {tenancy} {system} {type} Instance Hour\",\"2026-11-01\",\"0\",\"Inf\",\"{unit}\",\"{price}\",\"USD\",,{Quoted(lease)},{Quoted(option)},{Quoted(kind)},");
        text.Append(CultureInfo.InvariantCulture, $"\"Compute Instance\",\"AmazonEC2\",\"US East (N. Virginia)\",\"AWS Region\",\"{type}\",\"Yes\",\"General purpose\",\"16\",\"Intel Xeon Platinum 8175 (Skylake)\",\"3.1 GHz\",\"64 GiB\",\"EBS only\",\"Up to 10 Gigabit\",\"64-bit\",,,,,,,,");
        text.Append(CultureInfo.InvariantCulture, $"\"{tenancy}\",,\"{system}\",\"No License required\",,,,,,,,\"BoxUsage:{type}\",\"RunInstances\",\"NA\",\"{capacity}\",\"4750 Mbps\",\"70\",\"Yes\",,,\"32\",\"NA\",\"Intel AVX; Intel AVX2; Intel AVX512; Intel Turbo\",\"{region}\",\"Amazon Elastic Compute Cloud\"\n");
    }
}
