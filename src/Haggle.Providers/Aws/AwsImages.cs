using System.Collections.Concurrent;
using System.Text.Json;

namespace Haggle.Providers.Aws;

/// <summary>
/// Which image a machine starts from: the user's own, or Amazon's Deep Learning base image for its processor, by the parameter that Amazon keeps pointed at the
/// newest one (docs.aws.amazon.com/dlami, "AWS Deep Learning Base GPU AMI"; read 2026-11). Where that parameter is not there or may not be read, the newest image
/// of that name which is Amazon's own: anybody may give an image that name. Asked for once in a region.
/// </summary>
internal sealed class AwsImages(AwsCaller caller, Ec2Client ec2, AwsSettings settings)
{
    private const string Parameters = "/aws/service/deeplearning/ami/";

    private const string Amazon = "amazon";

    private readonly ConcurrentDictionary<(string Region, bool IsArm), string> _images = new();

    /// <summary>The image's id.</summary>
    /// <param name="region">Where.</param>
    /// <param name="isArm">Whether the machine's processors are Arm's.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="AwsError">There is none to be found.</exception>
    public async Task<string> FindAsync(string region, bool isArm, CancellationToken cancellationToken)
    {
        if (settings.Images.TryGetValue(region, out var own)) return own;
        if (_images.TryGetValue((region, isArm), out var known)) return known;
        return _images[(region, isArm)] = await ByParameterAsync(region, isArm, cancellationToken).ConfigureAwait(false) ?? await ByNameAsync(region, isArm, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> ByParameterAsync(string region, bool isArm, CancellationToken cancellationToken)
    {
        var body = Question(Parameters + (isArm ? "arm64" : "x86_64") + "/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id");
        try
        {
            var answer = await caller.CallAsync("ssm", region, body, "AmazonSSM.GetParameter", AwsJson.Error, cancellationToken).ConfigureAwait(false);
            using var json = AwsJson.Parse(answer);
            var image = json.RootElement.TryGetProperty("Parameter", out var parameter) ? AwsJson.Text(parameter, "Value") : "";
            return image.StartsWith("ami-", StringComparison.Ordinal) ? image : null;
        }
        catch (AwsError error) when (error.Code is "ParameterNotFound" or "AccessDeniedException" or "AccessDenied")
        {
            return null;
        }
    }

    private async Task<string> ByNameAsync(string region, bool isArm, CancellationToken cancellationToken)
    {
        var form = new Ec2Form("DescribeImages").List("Owner", [Amazon])
            .Filter(("name", $"Deep Learning Base OSS Nvidia Driver GPU AMI (Ubuntu 22.04){(isArm ? " ARM64" : "")} *"), ("architecture", isArm ? "arm64" : "x86_64"), ("state", "available"));
        var found = await ec2.AskAsync(region, form, cancellationToken).ConfigureAwait(false);

        // What was asked for is held against what came: whose it is decides who runs on the machine.
        return found["imagesSet"].Items.Where(image => image["imageOwnerAlias"].Text == Amazon && image["imageId"].Text.StartsWith("ami-", StringComparison.Ordinal))
            .OrderByDescending(image => image["creationDate"].Text, StringComparer.Ordinal).Select(image => image["imageId"].Text).FirstOrDefault()
            ?? throw new AwsError("InvalidAMIID.NotFound", "neither the parameter of the Deep Learning image nor an image of that name of Amazon's own is there", 400);
    }

    private static byte[] Question(string name)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("Name", name);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
