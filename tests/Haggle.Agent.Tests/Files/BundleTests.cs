using System.Formats.Tar;
using System.Text;
using Haggle.Agent.Files;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Tests.Files;

public sealed class BundleTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("haggle-bundle-").FullName;

    [Fact]
    public async Task Files_folders_links_and_permissions_come_out_as_they_went_in()
    {
        await UnpackAsync(
            new PaxTarEntry(TarEntryType.Directory, "src/"),
            File("src/run.sh", "echo", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute),
            Link("link", "src/run.sh"),
            Link("src/up", "../link"));
        Assert.Equal("echo", System.IO.File.ReadAllText(In("link")));
        Assert.Equal("echo", System.IO.File.ReadAllText(In("src/up")));
        Assert.True(System.IO.File.GetUnixFileMode(In("src/run.sh")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("../escape", "")]
    [InlineData("a/../../escape", "")]
    [InlineData("/escape", "")]
    [InlineData("link", "../outside")]
    [InlineData("link", "/etc/passwd")]
    [InlineData("a/link", "../../outside")]
    public async Task What_leaves_the_folder_is_refused(string name, string target)
    {
        var fault = await Assert.ThrowsAsync<TaskFault>(() => UnpackAsync(target.Length > 0 ? Link(name, target) : File(name, "evil")));
        Assert.Contains("leaves the working folder", fault.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(root, "escape")));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        Directory.CreateDirectory(In("inside"));
        var fault = await Assert.ThrowsAsync<TaskFault>(() => UnpackAsync(Link("door", "inside"), File("door/file", "x")));
        Assert.Contains("door/file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_and_a_damaged_archive_are_refused()
    {
        await Assert.ThrowsAsync<TaskFault>(() => UnpackAsync(new PaxTarEntry(TarEntryType.Fifo, "pipe")));
        var tar = Path.Combine(root, "bad.tar");
        System.IO.File.WriteAllBytes(tar, Encoding.ASCII.GetBytes(new string('z', 2000)));
        await Assert.ThrowsAsync<TaskFault>(() => Bundle.UnpackAsync(tar, In(""), CancellationToken.None));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static PaxTarEntry File(string name, string text, UnixFileMode mode = UnixFileMode.UserRead) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)), Mode = mode };

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private async Task UnpackAsync(params TarEntry[] entries)
    {
        var tar = Path.Combine(root, "bundle.tar");
        await using (var file = System.IO.File.Create(tar))
        await using (var writer = new TarWriter(file))
        {
            foreach (var entry in entries) await writer.WriteEntryAsync(entry);
        }

        await Bundle.UnpackAsync(tar, In(""), CancellationToken.None);
    }

    private string In(string name) => Path.Combine(root, "work", name);
}
