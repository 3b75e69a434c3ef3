using System.CommandLine;
using Haggle.Cli.Commands;
using Haggle.Core.Units;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Pools;

/// <summary>The options of `haggle machines add`.</summary>
internal sealed class AddMachineOptions
{
    private readonly Argument<string> _name = new("NAME") { Description = "the machine's name: an address, an alias of ~/.ssh/config, or any name with --host" };
    private readonly Option<string?> _host = new("--host") { Description = "What ssh is to call, when it is not the name.", HelpName = "HOST" };
    private readonly Option<string?> _user = new("--user") { Description = "The user there.", HelpName = "USER" };
    private readonly Option<int?> _port = new("--port") { Description = "The port there.", HelpName = "N" };
    private readonly Option<string?> _jump = new("--jump") { Description = "The host to go through.", HelpName = "HOST" };
    private readonly Option<string?> _identity = new("--identity", "-i") { Description = "The file of the private key.", HelpName = "FILE" };
    private readonly Option<string?> _price = new("--price") { Description = "What an hour of the whole machine costs; free of charge without.", HelpName = "USD/h" };
    private readonly Option<string?> _own = new("--own") { Description = "A machine file of haggle own: the price is what owning it costs for each hour that it works.", HelpName = "FILE" };
    private readonly Option<string?> _accept = new("--accept-key") { Description = "The fingerprint of its host key, agreed to beforehand.", HelpName = "SHA256:..." };

    public void AddTo(Command verb)
    {
        verb.Add(_name);
        foreach (var option in new Option[] { _host, _user, _port, _jump, _identity, _price, _own, _accept }) verb.Add(option);
    }

    public async Task<AddMachineRequest> ReadAsync(VerbCall call, CancellationToken cancellationToken)
    {
        if (call.Value(_price) is not null && call.Value(_own) is not null)
            throw CliException.BadInput("--price and --own both say what an hour costs", "Keep one of the two.");
        var request = new AddMachineRequest
        {
            Name = call.Value(_name),
            Host = call.Value(_host) ?? "",
            User = call.Value(_user) ?? "",
            Port = call.Value(_port),
            Jump = call.Value(_jump) ?? "",
            Identity = call.Value(_identity) is { } file ? Path.GetFullPath(file) : "",
            AcceptKey = call.Value(_accept) ?? "",
        };
        if (call.Value(_price) is { } price) return request with { PriceNanoUsdPerHour = Rate(price).PerHour.NanoUsd, PriceFrom = "said when it was added" };
        if (call.Value(_own) is not { } own) return request;
        var (rate, from) = await OwnPrice.OfAsync(call.World, own, cancellationToken).ConfigureAwait(false);
        return request with { PriceNanoUsdPerHour = rate.PerHour.NanoUsd, PriceFrom = from };
    }

    private static HourlyRate Rate(string text)
    {
        var amount = text.Trim();
        if (amount.EndsWith("/h", StringComparison.Ordinal)) amount = amount[..^2].TrimEnd();
        return amount.Length <= 40 && Money.TryParse(amount, out var money) && money >= Money.Zero
            ? new HourlyRate(money)
            : throw CliException.BadInput($"--price is no price an hour: '{text}'", "For example --price 0.35/h");
    }
}
