using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Environment variables and secrets. Here null has a meaning of its own.</summary>
internal static class EnvSection
{
    private const string NameRule = "letters, digits and '_', not starting with a digit";

    public static ImmutableSortedDictionary<string, string> ReadEnvs(Section task)
    {
        var overrides = task.Field.Session.Overrides.Envs;
        if (task.Take("envs") is not { } field) return overrides;
        var envs = overrides.ToBuilder();
        foreach (var (key, value) in field.Entries("a map of names and values"))
        {
            if (!CheckName(key, value) || overrides.ContainsKey(key.Text)) continue;
            if (value.Node is YamlScalar { IsNull: true })
                value.Refuse("has no value", $"give it with --env {key.Text}=VALUE");
            else if (value.Raw("text") is { } text)
                envs[key.Text] = text;
        }

        return envs.ToImmutable();
    }

    public static ImmutableSortedDictionary<string, SecretSource> ReadSecrets(Section task)
    {
        var session = task.Field.Session;
        var secrets = ImmutableSortedDictionary.CreateBuilder<string, SecretSource>(StringComparer.Ordinal);
        if (task.Take("secrets") is { } field)
        {
            field = field with { IsSecret = true };
            var names = field.Node is YamlSequence ? ReadNames(field) : ReadValues(field);
            foreach (var (name, source) in names) secrets[name] = source;
        }

        foreach (var (name, value) in session.Overrides.Secrets)
        {
            session.Hide(value.Reveal());
            secrets[name] = new SecretSource.Given(value);
        }

        return secrets.ToImmutable();
    }

    public static ImmutableArray<ManagedSecret> ReadManaged(Field field)
    {
        var secrets = ImmutableArray.CreateBuilder<ManagedSecret>();
        foreach (var item in field.Items("a list of secret names"))
        {
            if (item.Node is YamlScalar { IsNull: false } name)
            {
                if (CheckName(name, item)) secrets.Add(new ManagedSecret(name.Text, null));
                continue;
            }

            if (item.Node is not YamlMapping { Entries: [var entry] })
            {
                item.Refuse("must be a name or a map of one name", "for example NAME: {mount_path: /path}");
                continue;
            }

            var options = item.Child(entry.Value, entry.Key.Text);
            if (!CheckName(entry.Key, options) || Section.Open(options) is not { } section) continue;
            secrets.Add(new ManagedSecret(entry.Key.Text, section.Take("mount_path")?.Word("a path")));
            section.Close();
        }

        return secrets.ToImmutable();
    }

    private static IEnumerable<(string, SecretSource)> ReadNames(Field field)
    {
        foreach (var item in field.Items("a list of names"))
        {
            // A list holds names, which may be shown, unless somebody put NAME=VALUE there.
            if ((item with { IsSecret = false }).Word("a name") is { } name && CheckName((YamlScalar)item.Node, item)) yield return Managed(name, item);
        }
    }

    private static IEnumerable<(string, SecretSource)> ReadValues(Field field)
    {
        foreach (var (key, value) in field.Entries("a map of names and values, or a list of names"))
        {
            // Hidden before anything else: the same value may stand elsewhere, and its name may be refused.
            if (value.Node is YamlScalar { IsNull: false } secret) value.Session.Hide(secret.Text);
            if (!CheckName(key, value)) continue;
            if (value.Node is YamlScalar { IsNull: true }) yield return Managed(key.Text, value);
            else if (value.Raw("text") is { } text) yield return (key.Text, new SecretSource.Given(new Secret(text)));
        }
    }

    private static (string, SecretSource) Managed(string name, Field field)
    {
        if (!field.Session.Overrides.Secrets.ContainsKey(name)) field.Session.Met($"secrets.{name} kept by the server", field.Node, isActedOn: false);
        return (name, new SecretSource.Managed());
    }

    private static bool CheckName(YamlScalar key, Field field)
    {
        var name = key.Text;
        if (name.Length is > 0 and <= 256 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) return true;
        if (field.IsSecret) field.Session.Hide(name);
        var shown = field.IsSecret ? "a secret's name" : $"'{Field.Shorten(name)}'";
        field.Session.Complaints.Error(key.Line, key.Column, $"{shown} is not the name of an environment variable: it must be {NameRule}");
        return false;
    }
}
