using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using YamlDotNet.Serialization;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>
/// Holds questions and answers against a vendor's own OpenAPI document: the call must be there, its parameters known, its body of the schema, its status documented, and
/// every field of an answer of the schema.
/// </summary>
internal sealed class OpenApiContract
{
    private readonly object? _root;

    private OpenApiContract(object? root) => _root = root;

    /// <summary>Fields that the vendor really sends and its document does not name: "path-less" names.</summary>
    public HashSet<string> AlsoAnswered { get; } = [];

    /// <summary>The document among the reference data; skips the test where that is absent.</summary>
    public static OpenApiContract Open(string vendor, string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", "contracts", vendor, name) is var file && File.Exists(file))
                return new OpenApiContract(name.EndsWith(".json", StringComparison.Ordinal) ? Plain(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement) : new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(file)));
        Assert.Skip($"the reference data (shared/data/contracts/{vendor}) is not here");
        throw new InvalidOperationException("not reached");
    }

    /// <summary>What is wrong with a call and its answer.</summary>
    public IEnumerable<string> Faults(Spoken said)
    {
        var what = $"{said.Method} {said.Path}";
        if (Operation(said) is not var (operation, shared, values)) return [$"{what}: there is no such call"];
        var faults = new List<string>();
        foreach (var parameter in List(At(operation, "parameters")).Concat(shared).Select(Resolved))
        {
            var (name, place) = (Text(At(parameter, "name")), Text(At(parameter, "in")));
            if (place == "path" && values.TryGetValue(name, out var value)) Scalar(At(parameter, "schema"), value, $"{what}: {name}", faults);
        }

        var known = List(At(operation, "parameters")).Concat(shared).Select(Resolved).Where(each => Text(At(each, "in")) == "query").ToDictionary(each => Text(At(each, "name")), each => At(each, "schema"));
        foreach (var (name, value) in QueryHelpers.ParseQuery(said.Query))
            if (known.TryGetValue(name, out var schema)) Scalar(schema, value.ToString(), $"{what}: {name}", faults);
            else faults.Add($"{what}: there is no parameter {name}");
        var body = At(Resolved(At(operation, "requestBody")), "content", "application/json", "schema");
        if (said.Body.Length > 0 && body is null) faults.Add($"{what}: it takes no body");
        else if (said.Body.Length > 0) Value(body, Plain(JsonDocument.Parse(said.Body).RootElement), $"{what}: body", faults, isAnswer: false);
        var answer = Resolved(At(operation, "responses", said.Status.ToString(CultureInfo.InvariantCulture)));
        if (answer is null) faults.Add($"{what}: nobody says that it answers {said.Status}");
        else if (At(answer, "content", "application/json", "schema") is { } shape && said.Answer.StartsWith('{')) Value(shape, Plain(JsonDocument.Parse(said.Answer).RootElement), $"{what}: answer", faults, isAnswer: true);
        return faults;
    }

    private (object? Operation, List<object?> Shared, Dictionary<string, string> Values)? Operation(Spoken said)
    {
        var path = said.Path.TrimEnd('/').Split('/');
        foreach (var (template, item) in Map(At(_root, "paths")).OrderBy(each => each.Key.Contains('{', StringComparison.Ordinal)))
        {
            var parts = template.TrimEnd('/').Split('/');
            if (parts.Length != path.Length || !parts.Zip(path).All(each => each.First == each.Second || each.First.StartsWith('{')) || At(item, said.Method.ToLowerInvariant()) is not { } operation) continue;
            return (operation, List(At(item, "parameters")), parts.Zip(path).Where(each => each.First.StartsWith('{')).ToDictionary(each => each.First.Trim('{', '}'), each => each.Second));
        }

        return null;
    }

    private void Scalar(object? schema, string value, string what, List<string> faults)
    {
        switch (Types(Resolved(schema)).FirstOrDefault())
        {
            case "integer" when !long.TryParse(value, CultureInfo.InvariantCulture, out _): faults.Add($"{what}={value}: no whole number"); break;
            case "boolean" when value is not ("true" or "false"): faults.Add($"{what}={value}: neither true nor false"); break;
            default: Words(Resolved(schema), value, what, faults); break;
        }
    }

    private void Value(object? schema, object? value, string what, List<string> faults, bool isAnswer)
    {
        schema = Resolved(schema);
        foreach (var word in (string[])["oneOf", "anyOf"])
        {
            if (List(At(schema, word)) is not { Count: > 0 } ways) continue;
            var tries = ways.Select(way => { var found = new List<string>(); Value(way, value, what, found, isAnswer); return found; }).ToArray();
            if (tries.All(found => found.Count > 0)) faults.AddRange(tries.MinBy(found => found.Count)!);
            return;
        }

        var types = Types(schema);
        if (value is null)
        {
            if (types.Length > 0 && !types.Contains("null") && Text(At(schema, "nullable")) != "true") faults.Add($"{what}: null");
            return;
        }

        if (types.Length > 0 && !types.Contains(value switch { string => "string", bool => "boolean", double number => number % 1 == 0 && types.Contains("integer") ? "integer" : "number", List<object?> => "array", _ => "object" }))
            faults.Add($"{what}: wants {string.Join(" or ", types)}");
        else if (value is string text) Words(schema, text, what, faults);
        else if (value is double count) Bounds(schema, count, what, faults);
        else if (value is List<object?> items && At(schema, "items") is { } each) foreach (var item in items) Value(each, item, what + "[]", faults, isAnswer);
        else if (value is Dictionary<string, object?> map) Members(schema, map, what, faults, isAnswer);
    }

    private void Members(object? schema, Dictionary<string, object?> map, string what, List<string> faults, bool isAnswer)
    {
        var parts = Parts(schema).ToArray();
        var members = parts.SelectMany(part => Map(At(part, "properties"))).DistinctBy(each => each.Key).ToDictionary(each => each.Key, each => each.Value);
        var open = parts.Select(part => At(part, "additionalProperties")).FirstOrDefault(each => each is not null);
        foreach (var (name, value) in map)
        {
            if (members.TryGetValue(name, out var member)) Value(member, value, $"{what}.{name}", faults, isAnswer);
            else if (members.Count > 0 && open is null or "false" && !(isAnswer && AlsoAnswered.Contains(name))) faults.Add($"{what}: there is no {name}");
            else if (open is not null and not string) Value(open, value, $"{what}.{name}", faults, isAnswer);
        }

        foreach (var name in parts.SelectMany(part => List(At(part, "required"))).Select(Text).Where(name => !isAnswer && !map.ContainsKey(name))) faults.Add($"{what}: {name} is missing");
    }

    private IEnumerable<object?> Parts(object? schema) => List(At(schema, "allOf")).Select(Resolved).SelectMany(Parts).Append(schema);

    private static void Words(object? schema, string value, string what, List<string> faults)
    {
        if (List(At(schema, "enum")) is { Count: > 0 } words && !words.Select(Text).Contains(value)) faults.Add($"{what}={value}: no such word");
        if (int.TryParse(Text(At(schema, "maxLength")), CultureInfo.InvariantCulture, out var most) && value.Length > most) faults.Add($"{what}: longer than {most}");
    }

    private static void Bounds(object? schema, double value, string what, List<string> faults)
    {
        if (double.TryParse(Text(At(schema, "minimum")), CultureInfo.InvariantCulture, out var least) && value < least) faults.Add($"{what}={value}: less than {least}");
        if (double.TryParse(Text(At(schema, "maximum")), CultureInfo.InvariantCulture, out var most) && value > most) faults.Add($"{what}={value}: more than {most}");
    }

    private object? Resolved(object? node)
    {
        while (Text(At(node, "$ref")) is { Length: > 2 } link) node = At(_root, link[2..].Split('/'));
        return node;
    }

    private static string[] Types(object? schema) => At(schema, "type") is List<object?> or List<object> ? [.. List(At(schema, "type")).Select(Text)] : Text(At(schema, "type")) is { Length: > 0 } type ? [type] : [];

    private static object? At(object? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path) node = node switch { Dictionary<string, object?> map => map.GetValueOrDefault(step), Dictionary<object, object> map => map.GetValueOrDefault(step), _ => null };
        return node;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Map(object? node) => node switch
    {
        Dictionary<string, object?> map => map,
        Dictionary<object, object> map => map.Select(each => KeyValuePair.Create(each.Key.ToString()!, (object?)each.Value)),
        _ => [],
    };

    private static List<object?> List(object? node) => node switch { List<object?> list => list, _ => [] };

    private static string Text(object? node) => node switch { string text => text, bool flag => flag ? "true" : "false", double number => number.ToString(CultureInfo.InvariantCulture), _ => "" };

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(each => each.Name, each => Plain(each.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
