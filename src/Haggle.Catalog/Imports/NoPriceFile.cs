namespace Haggle.Catalog.Imports;

/// <summary>Files that lie beside price lists and have no prices of offers in them: read by the lists that need them, and named, not skipped in silence.</summary>
internal sealed class NoPriceFile : IPriceFormat
{
    private readonly byte[][] _starts =
    [
        .. new[] { "NAME;ZONE", "NAME;CPUS;", "instance_type,sku_family,vcpu", "framework,network,minutes" }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    public string Name => "no price list (facts that others need)";

    public bool Recognises(ReadOnlySpan<byte> start)
    {
        foreach (var known in _starts)
            if (start.StartsWith(known)) return true;
        return false;
    }

    public void Read(Stream stream, Intake intake)
    {
    }
}
