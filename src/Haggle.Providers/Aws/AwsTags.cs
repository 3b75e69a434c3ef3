using System.Globalization;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>What everything that is made in an account bears, so that it can be found again and told apart from what is not ours.</summary>
internal static class AwsTags
{
    public const string Owner = "haggle:owner";
    public const string Token = "haggle:token";
    public const string Rate = "haggle:rate-nano-usd-per-hour";

    public const string SharedKey = "haggle:shared";

    private const string Run = "haggle:run";
    private const string Offer = "haggle:offer";
    private const string Name = "Name";

    public static IReadOnlyList<KeyValuePair<string, string>> Of(LaunchRequest request) =>
    [
        new(Owner, request.Owner.Value),
        new(Token, request.Token.Value),
        new(Run, request.Run.Value.ToString(CultureInfo.InvariantCulture)),
        new(Offer, request.Quote.Offer.Key.Value),
        new(Rate, request.Quote.Rate.PerHour.NanoUsd.ToString(CultureInfo.InvariantCulture)),
        new(Name, $"haggle {request.Token.Value}"),
    ];

    /// <summary>What a region's key pair and security group bear: they belong to the user of Haggle, not to a run.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Shared { get; } = [new(SharedKey, "true"), new(Name, "haggle")];

    /// <summary>The price that a machine was wanted at; null when it does not say.</summary>
    public static HourlyRate? RateOf(Ec2Node instance) =>
        long.TryParse(instance.Tag(Rate), NumberStyles.None, CultureInfo.InvariantCulture, out var nano) ? new HourlyRate(new Money(nano)) : null;
}
