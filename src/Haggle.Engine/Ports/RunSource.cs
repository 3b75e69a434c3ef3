using System.Collections.Immutable;

namespace Haggle.Engine.Ports;

/// <summary>What a run was submitted with, kept as it was.</summary>
/// <param name="FileName">The task file's name, for messages.</param>
/// <param name="Text">The task file's text.</param>
/// <param name="Secrets">Secret values by name; kept apart from everything that is listed or logged.</param>
/// <param name="User">Who submitted it.</param>
/// <param name="Estimate">The plan that was shown, as the client's JSON; "" for none.</param>
public sealed record RunSource(string FileName, string Text, ImmutableArray<KeyValuePair<string, string>> Secrets, string User, string Estimate);
