namespace Haggle.Providers.Tests.Rentals;

/// <summary>One question to a fake cloud, and what it answered.</summary>
internal sealed record Spoken(string Method, string Path, string Query, string Body, int Status, string Answer);
