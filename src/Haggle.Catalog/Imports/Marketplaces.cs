using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>What different sources call the same provider, and whose room its machines stand in when nothing else is said.</summary>
internal static class Marketplaces
{
    /// <summary>The name that Haggle uses: lower case, without what sources put around it.</summary>
    public static string Name(string spelling) => spelling.ToLowerInvariant() switch
    {
        "vast-ai" or "vast.ai" or "vastai" => "vast",
        "jarvis-labs" or "jarvislabs" => "jarvislabs",
        "lambda labs" or "lambdalabs" => "lambda",
        "datacrunch" or "datacrunch.io" => "verda",
        "oracle" or "oracle cloud" => "oci",
        "google" or "google cloud" => "gcp",
        "latitude.sh" => "latitude",
        "genesis cloud" or "genesis-cloud" => "genesis",
        "massed compute" => "massedcompute",
        "build ai" => "buildai",
        "mystic ai" => "mystic",
        "oblivus cloud" => "oblivus",
        "cudo compute" => "cudo",
        "ovh" => "ovhcloud",
        "packetai" => "packet-ai",
        "thunder" => "thunder-compute",
        var name => name.Replace(' ', '-'),
    };

    /// <summary>Providers that let private persons' machines, unless a tier says otherwise.</summary>
    public static HostKind HostOf(string provider, string tier) => (provider, tier) switch
    {
        (_, "secure") => HostKind.DataCentre,
        (_, "community" or "marketplace") => HostKind.PrivatePerson,
        ("vast" or "salad" or "akash", _) => HostKind.PrivatePerson,
        ("runpod" or "tensordock" or "shadeform" or "spheron" or "theta", _) => HostKind.Unknown,
        _ => HostKind.DataCentre,
    };
}
