namespace Haggle.Catalog.Tests.Live;

public sealed class Damage : IAsyncLifetime
{
    private const int Offers = 1200;

    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public ValueTask DisposeAsync() => _vendor.DisposeAsync();

    [Fact]
    public async Task An_update_that_is_killed_leaves_the_catalogue_before_or_after_and_never_a_mixture()
    {
        using var work = new UpdateTry();
        var answered = 0;
        var asked = new SemaphoreSlim(0);
        _vendor.On("/api/v0/bundles/", async context =>
        {
            await LocalVendor.Text(Answer($"0.5{Interlocked.Increment(ref answered) % 100:00}"))(context);
            await context.Response.CompleteAsync();
            asked.Release();
        });
        for (var round = 0; round < 7; round++)
        {
            while (asked.CurrentCount > 0) await asked.WaitAsync();
            using var updating = KilledUpdate.Start(work.Folder, _vendor.Address);

            // Half of the rounds are over right after an update, the others in the middle of one, with the answer just read.
            for (var done = 0; done < round / 2; done++) Assert.Equal("Fresh", await updating.StandardOutput.ReadLineAsync());
            if (round % 2 == 0) await asked.WaitAsync();
            updating.Kill();
            await updating.WaitForExitAsync();
            var rows = work.Today();
            Assert.True(rows.Length is 0 or Offers, $"{rows.Length} rows");
            Assert.True(rows.Select(row => row[row.LastIndexOf(' ')..]).Distinct().Count() <= 1, "one update's prices, not two's");
        }

        Assert.Equal(Offers, work.Today().Length);
        using (var updating = KilledUpdate.Start(work.Folder, _vendor.Address))
        {
            Assert.Equal("Fresh", await updating.StandardOutput.ReadLineAsync());
            updating.Kill();
            await updating.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task On_a_full_disk_the_catalogue_stays_as_it_was_and_there_is_a_new_one_when_there_is_space_again()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root to mount a small file system");
        using var work = new UpdateTry();
        Directory.CreateDirectory(work.State);
        if (await Shell.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", work.State) != 0) Assert.Skip("mounting is not allowed here");
        try
        {
            var source = new Catalog.Live.Sources.VastOffers(_vendor.Address);
            _vendor.On("/api/v0/bundles/", Answer("0.5"));
            await work.RunAsync(source);
            var before = work.Today();
            Assert.Equal(Offers, before.Length);

            var ballast = Path.Combine(work.State, "ballast");
            await using (var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await Assert.ThrowsAsync<IOException>(async () =>
                {
                    for (var i = 0; i < 2048; i++) await file.WriteAsync(new byte[1024]);
                });
            }

            _vendor.On("/api/v0/bundles/", Answer("0.6"));
            var fault = await Assert.ThrowsAnyAsync<IOException>(() => work.RunAsync(source));
            Assert.Contains("No space left", fault.Message, StringComparison.Ordinal);
            Assert.Equal(before, work.Today());
            Assert.DoesNotContain(Directory.GetFiles(work.State, "*.new-*", SearchOption.AllDirectories), _ => true);

            File.Delete(ballast);
            Assert.True((await work.RunAsync(source)).IsWhole);
            Assert.All(work.Today(), row => Assert.EndsWith(" 0.6", row, StringComparison.Ordinal));
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", work.State);
        }
    }

    private static string Answer(string usd) => VastFixture.Answer([.. Enumerable.Range(1, Offers).Select(i => VastFixture.Offer(i, 1, "T4", 15_360, usd))]);
}
