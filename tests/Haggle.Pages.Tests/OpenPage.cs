using Microsoft.Playwright;

namespace Haggle.Pages.Tests;

/// <summary>A page that is closed, with its context, when the test is done.</summary>
internal sealed class OpenPage(IPage page) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    /// <summary>Asks a question of the page that is answered by a list of what is wrong.</summary>
    public Task<string[]> AskAsync(string question) => Page.EvaluateAsync<string[]>(question);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
