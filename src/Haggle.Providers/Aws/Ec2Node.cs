using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Haggle.Providers.Aws;

/// <summary>A part of EC2's XML answer. Names are without namespace; what is absent is empty.</summary>
internal readonly struct Ec2Node(XElement? element)
{
    /// <exception cref="InvalidDataException">It is no XML.</exception>
    public static Ec2Node Parse(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new Ec2Node(XElement.Load(reader));
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException($"the answer is no XML, or is cut off at line {fault.LineNumber}", fault);
        }
    }

    public Ec2Node this[string name] => new(element?.Elements().FirstOrDefault(child => child.Name.LocalName == name));

    public bool IsThere => element is not null;

    /// <summary>Its text; "" for none.</summary>
    public string Text => element is { HasElements: false } ? element.Value : "";

    /// <summary>The items of a list.</summary>
    public IEnumerable<Ec2Node> Items => element is null ? [] : element.Elements().Where(child => child.Name.LocalName is "item" or "member").Select(child => new Ec2Node(child));

    /// <summary>The instant; null when it is absent or none.</summary>
    public DateTimeOffset? Time => DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The value of a tag; "" when there is no such tag.</summary>
    public string Tag(string key) => this["tagSet"].Items.FirstOrDefault(tag => tag["key"].Text == key)["value"].Text;
}
