namespace Haggle.Images.Tests;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("busybox", "", "busybox", "", "")]
    [InlineData("nvidia/cuda:12.4.1-devel-ubuntu22.04", "", "nvidia/cuda", "12.4.1-devel-ubuntu22.04", "")]
    [InlineData("nvcr.io/nvidia/pytorch:24.08-py3", "nvcr.io", "nvidia/pytorch", "24.08-py3", "")]
    [InlineData("localhost/bb:1", "localhost", "bb", "1", "")]
    [InlineData("127.0.0.1:5000/team/it", "127.0.0.1:5000", "team/it", "", "")]
    [InlineData("ghcr.io/a/b@sha256:0123", "ghcr.io", "a/b", "", "sha256:0123")]
    [InlineData("a/b:T@sha256:0123", "", "a/b", "T", "sha256:0123")]
    public void A_name_is_read_in_its_parts_and_written_as_it_was(string text, string registry, string repository, string tag, string digest)
    {
        Assert.Equal(new ImageName(registry, repository, tag, digest), ImageName.Parse(text, out var why));
        Assert.Equal((text, ""), (ImageName.Parse(text, out _)!.ToString(), why));
    }

    [Theory]
    [InlineData("", "names no image")]
    [InlineData("--privileged", "does not begin with a name")]
    [InlineData("https://ghcr.io/a/b", "without 'https://'")]
    [InlineData("a b", "holds ' '")]
    [InlineData("nvidia/CUDA:12", "capital letters")]
    [InlineData("nvidia/cuda:", "ends in the middle")]
    public void What_is_no_name_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Null(ImageName.Parse(text, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker:nvidia/cuda:12.4.1-base", true, "nvidia/cuda:12.4.1-base")]
    [InlineData("ami-0123", false, "ami-0123")]
    [InlineData("skypilot:gpu-ubuntu-2204", false, "skypilot:gpu-ubuntu-2204")]
    public void Only_an_id_with_docker_in_front_is_a_container(string id, bool isContainer, string rest) =>
        Assert.Equal((isContainer, rest), (ImageName.IsContainer(id), ImageName.WithoutPrefix(id)));
}
