using Haggle.Agent.Containers;

namespace Haggle.Agent.Tests.Containers;

public sealed class PullTests
{
    [Fact]
    public void Bytes_of_all_layers_are_added_up_and_what_is_complete_is_counted_whole()
    {
        var progress = new PullProgress();
        foreach (var line in (string[])[
            """{"status":"Pulling from nvidia/cuda","id":"12.4.1"}""",
            """{"status":"Pulling fs layer","progressDetail":{},"id":"a"}""",
            """{"status":"Downloading","progressDetail":{"current":10,"total":100},"id":"a"}""",
            """{"status":"Downloading","progressDetail":{"current":5,"total":50},"id":"b"}""",
            """{"status":"Verifying Checksum","progressDetail":{},"id":"b"}""",
            """{"status":"Download complete","progressDetail":{},"id":"b"}""",
            "half a li"]) progress.Take(line);
        Assert.Equal((60L, 150L, ""), (progress.Done, progress.Total, progress.Error));
        progress.Take("""{"errorDetail":{"message":"no space left"},"error":"write: no space left on device"}""");
        Assert.Equal("write: no space left on device", progress.Error);
    }

    [Theory]
    [InlineData(900, "0.9 kB")]
    [InlineData(3_240_000, "3.2 MB")]
    [InlineData(12_345_678_901, "12.35 GB")]
    public void Sizes_are_shown_as_registries_show_them(long bytes, string text) => Assert.Equal(text, PullNotes.Size(bytes));

    [Theory]
    [InlineData("https://nvcr.io/", "nvcr.io", "nvidia/cuda:1", "nvcr.io/nvidia/cuda:1")]
    [InlineData("nvcr.io", "nvcr.io", "nvcr.io/nvidia/cuda:1", "nvcr.io/nvidia/cuda:1")]
    [InlineData("docker.io", "", "team/it", "team/it")]
    [InlineData("https://index.docker.io/v1/", "", "team/it", "team/it")]
    [InlineData("", "", "team/it", "team/it")]
    public void A_login_names_its_registry_and_an_image_without_one_is_there(string given, string server, string image, string full)
    {
        var login = RegistryLogin.Of(new Dictionary<string, string> { ["HAGGLE_DOCKER_USERNAME"] = "u", ["HAGGLE_DOCKER_PASSWORD"] = "p", ["HAGGLE_DOCKER_SERVER"] = given, ["SKYPILOT_DOCKER_USERNAME"] = "other" })!;
        Assert.Equal((server, full, "***"), (login.Server, login.InFull(image), login.ToString()));
    }

    [Theory]
    [InlineData("Error response from daemon: manifest for x:1 not found: manifest unknown", "manifest for x:1 not found: manifest unknown")]
    [InlineData("WARNING: kernel\ndocker: Error response from daemon: no such thing.\nSee 'docker run --help'.", "no such thing.")]
    [InlineData("Trying to pull x...\ntime=\"2026\" level=warning msg=\"m\"\nError: initializing source: unauthorized", "initializing source: unauthorized")]
    [InlineData("", "exit code 125")]
    public void What_an_engine_complains_about_is_one_line(string error, string line)
    {
        var complaint = new EngineAnswer(125, "", error).Complaint;
        Assert.Equal(line, complaint);
    }

    [Theory]
    [InlineData("docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]].", "docker cannot pass GPUs to a container: install nvidia-container-toolkit")]
    [InlineData("docker: Error response from daemon: exec: \"/bin/sh\": stat /bin/sh: no such file or directory: unknown.", "the image x:1 has no /bin/sh, and the scripts of a task need a shell; use an image with one")]
    [InlineData("Error: requirement error: unsatisfied condition: cuda>=12.8", "NVIDIA's container toolkit does not let the image x:1 run with this machine's driver: requirement error")]
    [InlineData("Error: something else", "the container of x:1 could not be started: something else")]
    public void A_start_that_fails_says_what_to_do(string error, string words) =>
        Assert.StartsWith(words, ContainerFault.Words("x:1", new EngineAnswer(125, "", error)), StringComparison.Ordinal);
}
