using System.Collections.Concurrent;
using System.Text.Json;

namespace Haggle.Providers.Aws;

/// <summary>
/// Which image a machine starts from: the user's own, or Amazon's Deep Learning base image for its processor, by the parameter that Amazon keeps pointed at the
/// newest one (docs.aws.amazon.com/dlami, "AWS Deep Learning Base GPU AMI"; read 2026-11). Asked for once in a region.
/// </summary>
internal sealed class AwsImages(AwsCaller caller, AwsSettings settings)
{
    private const string Parameters = "/aws/service/deeplearning/ami/";

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
        var body = Question(Parameters + (isArm ? "arm64" : "x86_64") + "/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id");
        var answer = await caller.CallAsync("ssm", region, body, "AmazonSSM.GetParameter", AwsJson.Error, cancellationToken).ConfigureAwait(false);
        using var json = AwsJson.Parse(answer);
        var image = json.RootElement.TryGetProperty("Parameter", out var parameter) && parameter.TryGetProperty("Value", out var value) ? value.GetString() ?? "" : "";
        if (!image.StartsWith("ami-", StringComparison.Ordinal)) throw new AwsError("InvalidAMIID.NotFound", "the parameter of the Deep Learning image names none", 400);
        return _images[(region, isArm)] = image;
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
