namespace Haggle.Providers.Rentals;

/// <summary>One thing that was looked at in an account.</summary>
/// <param name="Name">What.</param>
/// <param name="State">"ok", "warning", "problem".</param>
/// <param name="Found">What was found, for people.</param>
/// <param name="WhatToDo">What to do about it; "" for nothing.</param>
public sealed record CloudFinding(string Name, string State, string Found, string WhatToDo = "");
