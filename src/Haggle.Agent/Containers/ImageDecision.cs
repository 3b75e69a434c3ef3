using System.Collections.Immutable;
using Haggle.Agent.Programs;
using Haggle.Agent.State;
using Haggle.Images;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Containers;

/// <summary>Decides which image is run and whether it can run here, before anything is pulled or started.</summary>
internal sealed class ImageDecision(StateBoard board, AgentLog log)
{
    private static readonly CudaFacts Facts = CudaFacts.BuiltIn;

    /// <summary>The image in full and what its name says of it.</summary>
    /// <exception cref="TaskFault">It cannot run here, or is no image; the message says why and what to use.</exception>
    public (string Image, ImageNeeds Needs) ByName(ContainerMessage wish, RegistryLogin? login, HostCards? host)
    {
        var text = wish.Image;
        var name = ImageName.Parse(text, out var why) ?? throw new TaskFault($"image_id {text}: {why}");
        if (FrameworkImages.IsFramework(name, Facts))
        {
            text = FrameworkImages.Resolve(name, host, Facts, out why) ?? throw new TaskFault($"image_id docker:{text}: {why}");
            log.Write($"{wish.Image} means {text}");
        }
        else if (login is not null)
        {
            text = login.InFull(text);
        }

        var needs = ImageReader.ByName(ImageName.Parse(text, out _) ?? name, Facts);
        if (host is not null) Judge(needs, host);
        return (text, needs);
    }

    /// <summary>The same by what is set in the image, once it is here.</summary>
    /// <exception cref="TaskFault">It cannot run here.</exception>
    public void ByEnvironment(IEnumerable<string> environment, ImageNeeds byName, HostCards? host)
    {
        if (host is not null) Judge(ImageReader.ByEnvironment(environment, byName), host);
    }

    /// <summary>The cards that the container gets, for the decision; null when it gets none of NVIDIA's.</summary>
    public static HostCards? Cards(IReadOnlyList<HostGpu> gpus, ContainerMessage wish)
    {
        if (gpus.Count == 0 || gpus[0].Maker != "NVIDIA") return null;
        ImmutableArray<Card> cards = [.. gpus.Select(gpu => new Card(
            gpu.Model.StartsWith("NVIDIA ", StringComparison.Ordinal) ? gpu.Model["NVIDIA ".Length..] : gpu.Model,
            DottedVersion.Parse(gpu.Capability.Length > 0 ? gpu.Capability : wish.Capability))).Distinct()];
        return new HostCards(Environment.MachineName, DottedVersion.Parse(gpus[0].Driver), cards);
    }

    private void Judge(ImageNeeds needs, HostCards host)
    {
        var verdict = CudaMatch.Decide(needs, host, Facts);
        if (verdict.Outcome is CudaOutcome.Refused) throw new TaskFault(verdict.Why);
        if (verdict.Why.Length == 0) return;
        log.Write(verdict.Why);
        if (verdict.Outcome is CudaOutcome.RunsWithLimits) board.Note(verdict.Why);
    }
}
