namespace Haggle.Catalog.Tests.Live;

/// <summary>AWS's bulk price list in small, in the documented shape.</summary>
internal static class AwsFixture
{
    public const string Header = "\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"PriceDescription\",\"EffectiveDate\",\"StartingRange\",\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"RelatedTo\",\"LeaseContractLength\",\"PurchaseOption\",\"OfferingClass\",\"Product Family\",\"serviceCode\",\"Location\",\"Location Type\",\"Instance Type\",\"vCPU\",\"Memory\",\"Tenancy\",\"Operating System\",\"CapacityStatus\",\"GPU\",\"Pre Installed S/W\",\"Region Code\"";

    private const string SavingsHeader = "\"SKU\",\"RateCode\",\"Unit\",\"EffectiveDate\",\"DiscountedRate\",\"Currency\",\"DiscountedSKU\",\"DiscountedServiceCode\",\"DiscountedUsageType\",\"DiscountedOperation\",\"PurchaseOption\",\"LeaseContractLength\",\"LeaseContractLengthUnit\",\"ServiceCode\",\"Product Family\",\"DiscountedRegionCode\",\"DiscountedInstanceType\"";

    public static string Csv(params string[] rows) => "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"This pricing list is for informational purposes only.\"\n\"Publication Date\",\"2026-11-20T20:59:55Z\"\n\"Version\",\"20261120205955\"\n\"OfferCode\",\"AmazonEC2\"\n" + Header + "\n" + string.Concat(rows.Select(row => row + "\n"));

    public static string OnDemand(string region, string type, string price, string system = "Linux", string tenancy = "Shared", string software = "NA", string capacity = "Used", string unit = "Hrs", string currency = "USD", string place = "AWS Region") =>
        $"\"S{type}\",\"JRTCKXETXF\",\"S.J.6YS6EN2CT7\",\"OnDemand\",\"${price} per On Demand {system} {type} Instance Hour\",\"2026-11-01\",\"0\",\"Inf\",\"{unit}\",\"{price}\",\"{currency}\",,,,,\"Compute Instance\",\"AmazonEC2\",\"US East (N. Virginia)\",\"{place}\",\"{type}\",\"8\",\"61 GiB\",\"{tenancy}\",\"{system}\",\"{capacity}\",\"1\",\"{software}\",\"{region}\"";

    public static string Reserved(string region, string type, string price, string unit, string term, string option, string kind = "standard") =>
        $"\"S{type}\",\"{term}{option[..1]}{kind[..1]}\",\"S.J.6YS6EN2CT7\",\"Reserved\",\"Linux/UNIX (Amazon VPC), {type} reserved instance applied\",\"2026-11-01\",,,\"{unit}\",\"{price}\",\"USD\",,\"{term}\",\"{option}\",\"{kind}\",\"Compute Instance\",\"AmazonEC2\",\"US East (N. Virginia)\",\"AWS Region\",\"{type}\",\"8\",\"61 GiB\",\"Shared\",\"Linux\",\"Used\",\"1\",\"NA\",\"{region}\"";

    public static string Savings(params string[] rows) => "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"d\"\n\"Publication Date\",\"2026-11-20T20:59:55Z\"\n\"Version\",\"20261120205955\"\n\"OfferCode\",\"AWSComputeSavingsPlan\"\n" + SavingsHeader + "\n" + string.Concat(rows.Select(row => row + "\n"));

    public static string Plan(string usage, string rate, string option = "No Upfront", string years = "1", string family = "ComputeSavingsPlans", string operation = "RunInstances", string region = "us-east-1") =>
        $"\"8GU23DFTKP2N43SD\",\"8GU2.22CU\",\"Hrs\",\"2026-06-23\",\"{rate}\",\"USD\",\"22CU75SME3BFPJU8\",\"AmazonEC2\",\"{usage}\",\"{operation}\",\"{option}\",\"{years}\",\"year\",\"ComputeSavingsPlans\",\"{family}\",\"{region}\",\"\"";

    /// <summary>Indexes for regions, and their files under a version each.</summary>
    public static LocalVendor Serve(LocalVendor vendor, string version, params (string Region, string Csv)[] regions)
    {
        vendor.On("/offers/v1.0/aws/index.json", """
            {"formatVersion":"v1.0","disclaimer":"d","publicationDate":"2026-11-20T20:59:55Z","offers":{"AmazonEC2":{"offerCode":"AmazonEC2","versionIndexUrl":"/offers/v1.0/aws/AmazonEC2/index.json",
            "currentVersionUrl":"/offers/v1.0/aws/AmazonEC2/current/index.json","currentRegionIndexUrl":"/offers/v1.0/aws/AmazonEC2/current/region_index.json",
            "currentSavingsPlanIndexUrl":"/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json"}}}
            """);
        var entries = regions.Select(region => $"\"{region.Region}\":{{\"regionCode\":\"{region.Region}\",\"currentVersionUrl\":\"/offers/v1.0/aws/AmazonEC2/{version}/{region.Region}/index.json\"}}");
        vendor.On("/offers/v1.0/aws/AmazonEC2/current/region_index.json", $"{{\"formatVersion\":\"v1.0\",\"regions\":{{{string.Join(',', entries)}}}}}");
        foreach (var (region, csv) in regions) vendor.On($"/offers/v1.0/aws/AmazonEC2/{version}/{region}/index.csv", csv, $"\"{version}-{region}\"");
        return vendor;
    }
}
