using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Images;

namespace Haggle.TaskFiles.Reading;

/// <summary>Whether the images of a task can run on the accelerators that it asks for, by what is known before a machine is: the name of both. Pure.</summary>
public static class ImageCheck
{
    /// <summary>What stands against them, one sentence each; empty for nothing that is known.</summary>
    public static IEnumerable<string> WhyNot(ResourceSpec resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        foreach (var choice in resources.Choices)
        {
            if (choice is not { Image: ImageChoice.Everywhere { Id: var id }, Accelerators: AcceleratorRequest.Named named }) continue;
            if (AcceleratorTable.Find(named.Name) is not { ComputeCapability: { Length: > 0 } capability } model) continue;
            var host = new HostCards("", default, [new Card(model.Name, DottedVersion.Parse(capability))]);
            if (Judge(id, host) is { Why.Length: > 0 } verdict) yield return $"image_id {id}: {verdict.Why}";
        }
    }

    /// <summary>Whether an image of a task file runs with a driver and cards; null when it is no container or nothing is known of it.</summary>
    /// <param name="imageId">The image id of the task file.</param>
    /// <param name="host">The machine's driver and cards.</param>
    public static CudaVerdict? Judge(string imageId, HostCards host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!ImageName.IsContainer(imageId) || ImageName.Parse(ImageName.WithoutPrefix(imageId), out _) is not { } name) return null;
        var facts = CudaFacts.BuiltIn;
        if (FrameworkImages.IsFramework(name, facts))
        {
            if (FrameworkImages.Resolve(name, host, facts, out var why) is not { } image) return new CudaVerdict(CudaOutcome.Refused, why);
            name = ImageName.Parse(image, out _) ?? name;
        }

        return CudaMatch.Decide(ImageReader.ByName(name, facts), host, facts);
    }
}
