using System.Globalization;
using System.Text;

namespace Haggle.Providers.Aws;

/// <summary>A question to EC2's Query API: names and values of a form (version 2016-11-15).</summary>
internal sealed class Ec2Form
{
    private readonly StringBuilder _text = new();

    public Ec2Form(string action, string version = "2016-11-15")
    {
        Action = action;
        _text.Append("Action=").Append(action).Append("&Version=").Append(version);
    }

    public string Action { get; }

    /// <summary>Adds a value; an empty one is left out.</summary>
    public Ec2Form Add(string name, string value)
    {
        if (value.Length > 0) _text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public Ec2Form Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public Ec2Form Add(string name, bool value) => Add(name, value ? "true" : "false");

    /// <summary>Adds a list: Name.1, Name.2 ...</summary>
    public Ec2Form List(string name, IEnumerable<string> values)
    {
        var at = 0;
        foreach (var value in values) Add($"{name}.{++at}", value);
        return this;
    }

    /// <summary>Adds filters: only what has one of these values.</summary>
    public Ec2Form Filter(params ReadOnlySpan<(string Name, string Value)> filters)
    {
        var at = 0;
        foreach (var (name, value) in filters) Add($"Filter.{++at}.Name", name).Add($"Filter.{at}.Value.1", value);
        return this;
    }

    /// <summary>Adds one more filter: only what has one of several values.</summary>
    /// <param name="at">Its number, behind those that are there.</param>
    /// <param name="name">What is compared.</param>
    /// <param name="values">What it may be.</param>
    public Ec2Form FilterAny(int at, string name, IEnumerable<string> values) => Add($"Filter.{at}.Name", name).List($"Filter.{at}.Value", values);

    /// <summary>Adds tags for what is made.</summary>
    public Ec2Form Tags(IEnumerable<string> kinds, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var at = 0;
        foreach (var kind in kinds)
        {
            Add($"TagSpecification.{++at}.ResourceType", kind);
            for (var i = 0; i < tags.Count; i++) Add($"TagSpecification.{at}.Tag.{i + 1}.Key", tags[i].Key).Add($"TagSpecification.{at}.Tag.{i + 1}.Value", tags[i].Value);
        }

        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());
}
