using System.Buffers.Text;
using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.TaskFiles.Reading;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Pools;

/// <summary>Reads the fields of a pool file.</summary>
internal static class PoolSection
{
    private const int MostMachines = 10_000;
    private const string Wanted = "a map of machines such as {gpu1.lab: {user: ml}}";

    public static ImmutableArray<PoolMachine> Read(Field field)
    {
        if (Section.Open(field) is not { } section) return [];
        var machines = ImmutableArray.CreateBuilder<PoolMachine>();
        if (section.Take("machines") is { } all)
        {
            foreach (var (key, value) in all.Entries(Wanted))
            {
                if (machines.Count == MostMachines) all.Refuse($"has more than {MostMachines:#,0} machines");
                else if (!IsName(key.Text)) (all with { Node = key }).Refuse($"'{Field.Shorten(key.Text)}' cannot name a machine", "letters, digits, dots and dashes only, at most 63, beginning with a letter or digit");
                else if (Machine(key.Text, value) is { } machine) machines.Add(machine);
            }
        }

        section.Close();
        return machines.ToImmutable();
    }

    /// <summary>Whether a word can name a machine of the pool: it stands in offers' keys and folders' names.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static PoolMachine? Machine(string name, Field field)
    {
        // "gpu1.lab:" alone is a machine of which ~/.ssh/config knows the rest.
        if (field.Node is YamlScalar { IsNull: true }) return new PoolMachine { Name = name, Host = name };
        if (Section.Open(field, "a map such as {user: ml, price: 0.35}") is not { } section) return null;
        var machine = new PoolMachine
        {
            Name = name,
            Host = section.Take("host")?.Plain() ?? name,
            User = section.Take("user")?.Plain() ?? "",
            Port = section.Take("port")?.Whole(1, 65_535),
            Jump = section.Take("jump")?.Plain() ?? "",
            Identity = section.Take("identity") is { } identity ? Path(identity) : "",
            HostKeys = [.. section.Take("host_keys")?.Items("a list of keys such as 'ssh-ed25519 AAAA...'").Select(Key).OfType<string>() ?? []],
            Rate = section.Take("price")?.HourlyPrice() ?? HourlyRate.Free,
            RateFrom = section.Take("price_from")?.Word() ?? "",
            Draining = section.Take("draining")?.Switch() ?? false,
        };
        section.Close();
        return machine;
    }

    // What goes to the SSH client as an argument: nothing that it could take for an option or for two words.
    private static string? Plain(this Field field)
    {
        if (field.Word() is not { } word) return null;
        if (IsPlain(word)) return word;
        field.Refuse($"must be one word without blanks that does not begin with a dash, but it is {field.Quoted}");
        return null;
    }

    /// <summary>Whether a word may be handed to the SSH client.</summary>
    public static bool IsPlain(string word) => word.Length is > 0 and <= 255 && word[0] != '-' && !word.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static string Path(Field field)
    {
        if (field.Word() is not { } path) return "";
        if (path.StartsWith('/') || path.StartsWith("~/", StringComparison.Ordinal)) return path;
        field.Refuse($"must be an absolute path or begin with ~/, but it is {field.Quoted}");
        return "";
    }

    private static string? Key(Field field)
    {
        if (field.Word() is not { } text) return null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 2 && Base64.IsValid(words[1]) && words[1].Length > 16) return $"{words[0]} {words[1]}";
        field.Refuse("must be a host key such as 'ssh-ed25519 AAAA...'", "ssh-keyscan HOST prints them");
        return null;
    }
}
