using System.Net;
using System.Net.Sockets;
using Haggle.Testbed;

namespace Haggle.Stores.Tests;

/// <summary>A web server over a folder: rclone's own.</summary>
internal sealed class WebFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hgw").FullName;
    private readonly KeptProcess server;

    public WebFolder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Address = $"http://127.0.0.1:{port}";
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        server = KeptProcess.Start(Path.Combine(folder, "log"), new Dictionary<string, string>(), "rclone", "serve", "http", "--config=", "--addr", $"127.0.0.1:{port}", Path.Combine(folder, "files"));
    }

    public string Address { get; }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, "files", name), text);

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
