using System.Text.Json;
using System.Xml.Linq;

namespace Haggle.Providers.Tests.Aws;

/// <summary>
/// Holds questions and answers against EC2's own service model: every parameter must lead to a member by the rules of the Query protocol, every element of an
/// answer must be a member of its shape.
/// </summary>
internal sealed class Ec2Contract : IDisposable
{
    private readonly JsonDocument _document;
    private readonly JsonElement _shapes;

    private Ec2Contract(string file)
    {
        _document = JsonDocument.Parse(File.ReadAllBytes(file));
        _shapes = _document.RootElement.GetProperty("shapes");
    }

    /// <summary>The model among the reference data; skips the test where that is absent.</summary>
    public static Ec2Contract Open()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", "contracts", "aws", "ec2-2016-11-15-api-2.json") is var file && File.Exists(file)) return new Ec2Contract(file);
        Assert.Skip("the reference data (shared/data/contracts/aws) is not here");
        throw new InvalidOperationException("not reached");
    }

    /// <summary>What is wrong with a question's parameters.</summary>
    public IEnumerable<string> Question(string action, IEnumerable<KeyValuePair<string, string>> form)
    {
        var input = Operation(action).GetProperty("input").GetProperty("shape").GetString()!;
        foreach (var (name, value) in form)
            if (name is not ("Action" or "Version") && Wrong(input, name.Split('.'), value) is { } wrong) yield return $"{action}: {name}={value}: {wrong}";
        if (_shapes.GetProperty(input).TryGetProperty("required", out var required))
            foreach (var member in required.EnumerateArray().Select(each => each.GetString()!))
                if (!form.Any(each => each.Key.Split('.')[0] == QueryName(_shapes.GetProperty(input).GetProperty("members").GetProperty(member), member))) yield return $"{action}: {member} is missing";
    }

    /// <summary>What is wrong with an answer's elements.</summary>
    public IEnumerable<string> Answer(string action, string xml)
    {
        var root = XElement.Parse(xml);
        if (root.Name.LocalName == "Response") return [];

        // Some calls answer with nothing but "it is done".
        if (!Operation(action).TryGetProperty("output", out _)) return root.Elements().Where(each => each.Name.LocalName is not ("requestId" or "return")).Select(each => $"{action}/{each.Name.LocalName}");
        return Element(Operation(action).GetProperty("output").GetProperty("shape").GetString()!, root, action).Where(fault => !fault.EndsWith("/requestId", StringComparison.Ordinal));
    }

    public void Dispose() => _document.Dispose();

    private JsonElement Operation(string action) => _document.RootElement.GetProperty("operations").GetProperty(action);

    private string? Wrong(string shape, ReadOnlySpan<string> path, string value)
    {
        var kind = _shapes.GetProperty(shape);
        var type = kind.GetProperty("type").GetString();
        if (type == "list") return path is [var number, ..] && int.TryParse(number, out var at) && at > 0 ? Wrong(kind.GetProperty("member").GetProperty("shape").GetString()!, path[1..], value) : "a list wants a number";
        if (type == "structure")
        {
            if (path.IsEmpty) return "a structure wants a member";
            foreach (var member in kind.GetProperty("members").EnumerateObject())
                if (QueryName(member.Value, member.Name) == path[0]) return Wrong(member.Value.GetProperty("shape").GetString()!, path[1..], value);
            return $"{shape} has no {path[0]}";
        }

        if (!path.IsEmpty) return $"{shape} has no members";
        if (kind.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value)) return $"{shape} has no such word";
        return type switch
        {
            "integer" or "long" when !long.TryParse(value, out _) => "no number",
            "boolean" when value is not ("true" or "false") => "neither true nor false",
            "timestamp" when !DateTimeOffset.TryParse(value, out _) => "no instant",
            _ => null,
        };
    }

    // EC2's protocol: queryName, else the location's name with a capital, else the member's own.
    private static string QueryName(JsonElement member, string name) =>
        member.TryGetProperty("queryName", out var query) ? query.GetString()!
        : member.TryGetProperty("locationName", out var location) && location.GetString() is { } at ? char.ToUpperInvariant(at[0]) + at[1..]
        : name;

    private IEnumerable<string> Element(string shape, XElement element, string path)
    {
        var kind = _shapes.GetProperty(shape);
        switch (kind.GetProperty("type").GetString())
        {
            case "list":
                var member = kind.GetProperty("member");
                foreach (var item in element.Elements())
                    foreach (var fault in item.Name.LocalName == member.GetProperty("locationName").GetString() ? Element(member.GetProperty("shape").GetString()!, item, path) : [$"{path}/{item.Name.LocalName}"]) yield return fault;
                break;
            case "structure":
                var members = kind.GetProperty("members").EnumerateObject().ToDictionary(each => each.Value.TryGetProperty("locationName", out var at) ? at.GetString()! : each.Name, each => each.Value.GetProperty("shape").GetString()!);
                foreach (var child in element.Elements())
                    foreach (var fault in members.TryGetValue(child.Name.LocalName, out var inner) ? Element(inner, child, $"{path}/{child.Name.LocalName}") : [$"{path}/{child.Name.LocalName}"]) yield return fault;
                break;
            default:
                if (element.HasElements) yield return path + " holds elements";
                break;
        }
    }
}
