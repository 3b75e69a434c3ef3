using Haggle.Core.Runs;

namespace Haggle.Providers.Rentals;

/// <summary>The name that machines of ours bear where a cloud has no tags: "haggle-" and the token. Pure.</summary>
internal static class RentalMark
{
    public const string Prefix = "haggle-";

    public static string Of(LaunchToken token) => Prefix + token.Value;

    /// <summary>The token of a name; null for what is not ours.</summary>
    public static LaunchToken? Read(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && OwnerOf(name[Prefix.Length..]).Length > 0 ? new LaunchToken(name[Prefix.Length..]) : null;

    /// <summary>Whose token it is; "" for what is none.</summary>
    public static string OwnerOf(string token) => token.Split('-') is [{ Length: > 0 } owner, _, _, _] parts && parts[1..].All(part => part.Length > 0 && part.All(char.IsAsciiDigit)) ? owner : "";
}
