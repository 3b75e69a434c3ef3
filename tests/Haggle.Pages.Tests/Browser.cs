using Microsoft.Playwright;

namespace Haggle.Pages.Tests;

/// <summary>One Chromium for all tests of a class; the computer's own, nothing is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Starts it when it is there.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = 120_000,
        });
    }

    /// <summary>Opens a page without any network, as wide as asked.</summary>
    public async Task<IPage> OpenAsync(string file, int width, ColorScheme scheme = ColorScheme.Light, Action<IPage>? before = null)
    {
        Assert.SkipWhen(_browser is null, "needs chromium (apt-get install chromium)");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme, Offline = true });
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        before?.Invoke(page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
