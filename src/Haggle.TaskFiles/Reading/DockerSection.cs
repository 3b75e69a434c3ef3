using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>config.docker: how the task's container is run.</summary>
internal static class DockerSection
{
    private const int MostPids = 4_000_000;

    /// <summary>Every key; others are passed on, as everywhere in config.</summary>
    public static readonly string[] Keys = ["run_options", "engine", "network", "shm_size", "memory", "cpus", "pids_limit", "root"];

    public static ContainerOptions Read(Field field)
    {
        if (Section.Open(field) is not { } section) return new ContainerOptions();
        return new ContainerOptions
        {
            Engine = section.Take("engine")?.OneWordOf("docker", "podman") ?? "",
            Network = section.Take("network")?.OneOf(("host", ContainerNetwork.Host), ("none", ContainerNetwork.None), ("bridge", ContainerNetwork.Bridge)) ?? ContainerNetwork.Host,
            Shm = section.Take("shm_size")?.Size(wholeGib: false),
            Memory = section.Take("memory")?.Size(wholeGib: false),
            Cpus = section.Take("cpus")?.Number(0, "a number of CPUs above zero", mayBeLeast: false),
            Pids = section.Take("pids_limit")?.Whole(1, MostPids),
            Root = section.Take("root")?.Switch() ?? false,
            RunOptions = section.Take("run_options") is { } options ? ReadOptions(options) : [],
        };
    }

    private static ImmutableArray<string> ReadOptions(Field field)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var item in field.Node is YamlScalar ? [field] : field.Items("a list of options, for example [--ipc=host]"))
        {
            if (item.Word("options of the run command") is not { } line) continue;
            if (ContainerRunOptions.Split(line) is not { } parts)
            {
                item.Refuse("has a quote that is not closed");
                continue;
            }

            foreach (var part in parts)
            {
                if (ContainerRunOptions.WhyNot(part) is { } why) item.Refuse(why);
                else words.Add(part);
            }
        }

        return words.ToImmutable();
    }
}
