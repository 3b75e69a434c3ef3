using System.Text.Json;
using Haggle.Providers.Tests.Rentals;
using Microsoft.AspNetCore.WebUtilities;

namespace Haggle.Providers.Tests.Gcp;

/// <summary>Holds questions and answers against Google's discovery document: the call must be there, its parameters known, bodies and answers of their schemas.</summary>
internal sealed class DiscoveryContract : IDisposable
{
    private readonly JsonDocument _document;
    private readonly JsonElement _schemas;
    private readonly List<JsonElement> _methods = [];

    private DiscoveryContract(string file)
    {
        _document = JsonDocument.Parse(File.ReadAllBytes(file));
        _schemas = _document.RootElement.GetProperty("schemas");
        foreach (var resource in _document.RootElement.GetProperty("resources").EnumerateObject()) _methods.AddRange(resource.Value.GetProperty("methods").EnumerateObject().Select(each => each.Value));
    }

    /// <summary>The document among the reference data; skips the test where that is absent.</summary>
    public static DiscoveryContract Open()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", "contracts", "gcp", "compute-v1-discovery.json") is var file && File.Exists(file)) return new DiscoveryContract(file);
        Assert.Skip("the reference data (shared/data/contracts/gcp) is not here");
        throw new InvalidOperationException("not reached");
    }

    /// <summary>What is wrong with a call and its answer.</summary>
    public IEnumerable<string> Faults(Spoken said)
    {
        var what = $"{said.Method} {said.Path}";
        var path = said.Path[(said.Path.IndexOf("projects/", StringComparison.Ordinal))..].Split('/');
        var method = _methods.FirstOrDefault(each => each.GetProperty("httpMethod").GetString() == said.Method && Fits(each.GetProperty("flatPath").GetString()!.Split('/'), path));
        if (method.ValueKind != JsonValueKind.Object) return [$"{what}: there is no such call"];
        var faults = QueryHelpers.ParseQuery(said.Query).Keys.Where(name => !method.GetProperty("parameters").TryGetProperty(name, out _)).Select(name => $"{what}: there is no parameter {name}").ToList();
        if (said.Body.Length > 0 && method.TryGetProperty("request", out var request)) Value(Named(request), JsonDocument.Parse(said.Body).RootElement, "question", faults);
        if (said.Status == 200 && method.TryGetProperty("response", out var response)) Value(Named(response), JsonDocument.Parse(said.Answer).RootElement, "answer", faults);
        return faults.Select(fault => fault.StartsWith(what, StringComparison.Ordinal) ? fault : $"{what}: {fault}");
    }

    public void Dispose() => _document.Dispose();

    private static bool Fits(string[] template, string[] path) => template.Length == path.Length && template.Zip(path).All(each => each.First == each.Second || each.First.StartsWith('{'));

    private JsonElement Named(JsonElement node) => node.TryGetProperty("$ref", out var name) ? _schemas.GetProperty(name.GetString()!) : node;

    private void Value(JsonElement schema, JsonElement value, string what, List<string> faults)
    {
        schema = Named(schema);
        var type = schema.TryGetProperty("type", out var named) ? named.GetString() : "any";
        var isRight = value.ValueKind switch
        {
            JsonValueKind.Object => type == "object",
            JsonValueKind.Array => type == "array",
            JsonValueKind.String => type == "string",
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            JsonValueKind.Number => type is "integer" or "number",
            _ => false,
        };
        if (!isRight && type != "any") faults.Add($"{what}: wants {type}");
        else if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) Value(schema.GetProperty("items"), item, what + "[]", faults);
        else if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.GetString())) faults.Add($"{what}={value.GetString()}: no such word");
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                if (schema.TryGetProperty("properties", out var members) && members.TryGetProperty(member.Name, out var known)) Value(known, member.Value, $"{what}.{member.Name}", faults);
                else if (schema.TryGetProperty("additionalProperties", out var open)) Value(open, member.Value, $"{what}.{member.Name}", faults);
                else faults.Add($"{what}: there is no {member.Name}");
    }
}
