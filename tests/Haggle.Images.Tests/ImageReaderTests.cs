namespace Haggle.Images.Tests;

public sealed class ImageReaderTests
{
    [Theory]
    [InlineData("nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04", "12.4", "")]
    [InlineData("nvcr.io/nvidia/cuda:11.8.0-base-ubuntu22.04", "11.8", "")]
    [InlineData("pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime", "12.4", "")]
    [InlineData("pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime", "12.8", "")]
    [InlineData("runpod/pytorch:2.8.0-py3.11-cuda12.8.1-cudnn-devel-ubuntu22.04", "12.8", "")]
    [InlineData("nvcr.io/nvidia/pytorch:24.08-py3", "12.6", "compat")]
    [InlineData("nvcr.io/nvidia/tensorflow:23.11-tf2-py3", "12.3", "compat")]
    [InlineData("vastai/base:cu124-py310", "12.4", "")]
    [InlineData("team/train:torch2.3-cu118", "11.8", "")]
    [InlineData("tensorflow/tensorflow:2.14.0-gpu", "11.8", "")]
    [InlineData("team/train:cuda12", "", "")]
    [InlineData("team/train:v1.cu999", "", "")]
    [InlineData("python:3.12-slim", "", "")]
    [InlineData("nvcr.io/nvidia/pytorch:99.01-py3", "", "")]
    public void The_name_tells_the_cuda_version(string image, string cuda, string compat)
    {
        var needs = ImageReader.ByName(ImageName.Parse(image, out _)!, CudaFacts.BuiltIn);
        Assert.Equal((cuda, compat.Length > 0), (needs.Cuda.ToString(), needs.HasCompat == true));
    }

    [Theory]
    [InlineData("CUDA_VERSION=12.4.1", "12.4", "CUDA_VERSION in it", false, "")]
    [InlineData("CUDA_VERSION=12.8.1|NV_CUDA_COMPAT_PACKAGE=cuda-compat-12-8|NVIDIA_REQUIRE_CUDA=cuda>=12.8 brand=unknown,driver>=470,driver<471 brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536",
        "12.8", "CUDA_VERSION in it", true, "470 535")]
    [InlineData("NVIDIA_REQUIRE_CUDA=cuda>=10.0 brand=tesla,driver>=384,driver<385", "10.0", "NVIDIA_REQUIRE_CUDA in it", false, "384")]
    [InlineData("NV_CUDA_LIB_VERSION=11.8.0-1", "11.8", "NV_CUDA_LIB_VERSION in it", false, "")]
    [InlineData("PATH=/usr/bin", "12.1", "its tag", false, "")]
    [InlineData("CUDA_VERSION=none", "12.1", "its tag", false, "")]
    public void The_environment_of_an_image_goes_before_its_name(string environment, string cuda, string basis, bool compat, string branches)
    {
        var byName = new ImageNeeds { Cuda = DottedVersion.Parse("12.1"), Basis = "its tag" };
        var needs = ImageReader.ByEnvironment(environment.Split('|'), byName);
        Assert.Equal((cuda, basis, compat, branches), (needs.Cuda.ToString(), needs.Basis, needs.HasCompat == true, string.Join(' ', needs.Branches)));
    }
}
