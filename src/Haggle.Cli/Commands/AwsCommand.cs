using System.CommandLine;
using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle aws`: what an AWS account needs before it can be used.</summary>
internal static class AwsCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var verb = new Verb("aws", "Prepare an AWS account: the permissions and quotas that machines need.", "haggle aws policy # what the credential must be allowed, for IAM", "haggle aws quota request g spot 4 # ask AWS for 4 vCPU of G machines");
        verb.Add(Policy(world, globals));
        verb.Add(Quota(world, globals));
        return verb;
    }

    private static Verb Policy(World world, GlobalOptions globals) =>
        new Verb("policy", "Print the least-privilege policy for IAM: what Haggle does and nothing else.", "haggle aws policy >policy.json # for: aws iam create-policy").Does(world, globals, (call, _) =>
        {
            call.Terminal.Output.Write(AwsPolicy.Text);
            return Task.FromResult(ExitCodes.Ok);
        });

    private static Verb Quota(World world, GlobalOptions globals)
    {
        var family = new Argument<string>("FAMILY") { Description = "The family's first word, as 'haggle doctor aws' names it: g, p, trn." };
        var way = new Argument<string>("WAY") { Description = "spot or on-demand." };
        var vcpus = new Argument<int>("VCPUS") { Description = "How many vCPUs in all." };
        var region = new Option<string?>("--region") { Description = "The region; the first configured one without it.", HelpName = "REGION" };
        var request = new Verb("request", "Ask AWS for more vCPUs of a family.", "haggle aws quota request g spot 4", "haggle aws quota request p on-demand 8 --region us-west-2") { family, way, vcpus, region };
        request.Does(world, globals, async (call, cancellationToken) =>
        {
            var isSpot = call.Value(way) switch { "spot" => true, "on-demand" => false, var other => throw CliException.BadInput($"'{other}' is neither spot nor on-demand") };
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var answer = await client.AwsQuotaAsync(new QuotaRequest { Family = call.Value(family) ?? "", Spot = isSpot, Vcpus = call.Value(vcpus), Region = call.Value(region) ?? "" }, cancellationToken).ConfigureAwait(false);
            call.Show(answer, RestJson.Default.DoctorMessage, DoctorView.Write);
            return ExitCodes.Ok;
        });
        return new Verb("quota", "Raise what the account may have at once; 'haggle doctor aws' shows it.", "haggle aws quota request g spot 4 # ask AWS for 4 vCPU of G machines") { request };
    }
}
