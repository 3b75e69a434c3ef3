namespace Haggle.Agent.Containers;

/// <summary>What an engine's complaint means, in one sentence.</summary>
internal static class ContainerFault
{
    public static string Words(string image, EngineAnswer answer)
    {
        var said = answer.Complaint;
        if (answer.Error.Contains("/bin/sh", StringComparison.Ordinal)) return $"the image {image} has no /bin/sh, and the scripts of a task need a shell; use an image with one";
        if (answer.Error.Contains("could not select device driver", StringComparison.Ordinal))
            return "docker cannot pass GPUs to a container: install nvidia-container-toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker, and restart docker";
        if (answer.Error.Contains("unsatisfied condition", StringComparison.Ordinal)) return $"NVIDIA's container toolkit does not let the image {image} run with this machine's driver: {said}";
        return answer.Error.Contains("unresolvable CDI devices", StringComparison.Ordinal)
            ? $"{said}; make the CDI specification anew: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml"
            : $"the container of {image} could not be started: {said}";
    }
}
