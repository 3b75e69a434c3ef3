using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

public sealed class MarketTests
{
    private const int Regions = 4000;

    [Fact]
    public async Task The_server_answers_what_the_command_line_does()
    {
        await using var home = new Home();
        await home.OkAsync("server", "start");
        var told = await home.AskAsync(RestJson.Default.OfferListMessage, "offers", "H100:8", "--spot", "--sort", "tensor");
        var served = await GetAsync(home, "/v1/offers?gpu=H100:8&spot=true&sort=tensor");
        Assert.Equal(200, served.Status);
        var list = JsonSerializer.Deserialize(served.Body, RestJson.Default.OfferListMessage)!;
        Assert.NotEmpty(list.Offers);
        Assert.Equal(told.Offers, list.Offers);
        Assert.Equal((told.Fitting, told.Looked), (list.Fitting, list.Looked));
        Assert.Equal(told.Removed, list.Removed);

        var shown = await GetAsync(home, "/v1/offers/" + list.Offers[0].Key);
        Assert.Equal(list.Offers[0].PriceNanoUsdPerHour, JsonSerializer.Deserialize(shown.Body, RestJson.Default.OfferListMessage)!.Offers[0].PriceNanoUsdPerHour);

        // A catalogue that is imported meanwhile is answered from at once.
        var file = home.Write("prices.csv", "region,instance_type,ondemand_usd_hour\nus-east-1,p5.48xlarge,1.5\n");
        await home.OkAsync("catalog", "import", file, "--provider", "aws", "--as-of", "2026-11-20");
        var after = await GetAsync(home, "/v1/offers?gpu=H100:8&on_demand=true&limit=1");
        Assert.Equal(1_500_000_000, JsonSerializer.Deserialize(after.Body, RestJson.Default.OfferListMessage)!.Offers[0].PriceNanoUsdPerHour);
        await home.LeavesNothingAsync();
    }

    [Theory]
    [InlineData("/v1/offers?gpu=H10O", 400, "no accelerator 'H10O' is known")]
    [InlineData("/v1/offers?max_price=much", 400, "max_price 'much' is not dollars an hour, for example 2.50")]
    [InlineData("/v1/offers?max-price=2", 400, "there is no parameter 'max-price'")]
    [InlineData("/v1/offers?spot=perhaps", 400, "spot 'perhaps' is not true or false")]
    [InlineData("/v1/offers/nowhere/at/all", 404, "there is no offer 'nowhere/at/all'")]
    public async Task A_question_that_makes_no_sense_is_refused(string path, int status, string message)
    {
        await using var home = new Home();
        await home.OkAsync("server", "start");
        var refused = await GetAsync(home, path);
        Assert.Equal(status, refused.Status);
        Assert.Equal(message, JsonSerializer.Deserialize(refused.Body, RestJson.Default.ErrorMessage)!.Error.Message);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task An_import_that_is_killed_leaves_the_catalogue_as_it_was_or_whole()
    {
        await using var home = new Home();
        var path = Path.Combine(home.Folder, "catalogue", "market.catalogue");
        await home.OkAsync("catalog", "import", Prices(home, "first.csv", "1.25"), "--provider", "aws", "--as-of", "2026-07-01");
        var before = await File.ReadAllBytesAsync(path);
        var second = Prices(home, "second.csv", "1.75");
        for (var round = 0; round < 12; round++)
        {
            // At another moment each time: while the runtime starts, while rows are read, while the file is written, after it.
            using var import = home.Start("catalog", "import", second, "--provider", "aws", "--as-of", "2026-07-02");
            await Wait.PassAsync(TimeSpan.FromMilliseconds(25 * round));
            Processes.Signal(import.ProcessId, Processes.KillAtOnce);
            await import.EndAsync();
            await home.OkAsync("catalog", "verify");
            if (!(await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(before)) Assert.Contains("1.75", await home.OkAsync("offers", "show", "aws/region-7/p5.48xlarge/on-demand"));
        }

        // What the killed ones left beside it goes with the next import.
        await home.OkAsync("catalog", "import", second, "--provider", "aws", "--as-of", "2026-07-02");
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, "market.catalogue*"));
    }

    [Fact]
    public async Task A_full_disk_leaves_the_catalogue_as_it_was()
    {
        await using var home = new Home();
        var catalogue = Path.Combine(home.Folder, "catalogue");
        Directory.CreateDirectory(catalogue);
        using (var mount = Command.Start("/", "mount", ["-t", "tmpfs", "-o", "size=3m", "haggle-test", catalogue]))
            if ((await mount.EndAsync()).Code != 0) Assert.Skip("mounting is not allowed here");
        try
        {
            await home.OkAsync("catalog", "import", home.Write("small.csv", "region,instance_type,ondemand_usd_hour\nregion-7,p5.48xlarge,1.25\n"), "--provider", "aws", "--as-of", "2026-07-01");
            var path = Path.Combine(catalogue, "market.catalogue");
            var before = await File.ReadAllBytesAsync(path);
            var end = await home.RunAsync("catalog", "import", Prices(home, "large.csv", "1.75", regions: 10 * Regions), "--provider", "aws", "--as-of", "2026-07-02");
            Assert.NotEqual(0, end.Code);
            Assert.Contains("No space left on device", end.Error);
            Assert.DoesNotContain("bug of haggle", end.Error);
            Assert.Equal(before, await File.ReadAllBytesAsync(path));
            Assert.Equal([path], Directory.GetFiles(catalogue, "market.catalogue*"));
            Assert.Contains("1.25", await home.OkAsync("offers", "show", "aws/region-7/p5.48xlarge/on-demand"));
        }
        finally
        {
            using var unmount = Command.Start("/", "umount", [catalogue]);
            await unmount.EndAsync();
        }
    }

    private static string Prices(Home home, string name, string usd, int regions = Regions)
    {
        var text = new StringBuilder("region,instance_type,ondemand_usd_hour\n");
        for (var region = 0; region < regions; region++) text.Append(CultureInfo.InvariantCulture, $"region-{region},p5.48xlarge,{usd}\n");
        return home.Write(name, text.ToString());
    }

    private static async Task<(int Status, string Body)> GetAsync(Home home, string path)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(home.Folder, "server.sock")), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri("http://server" + path), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
