using System.Collections.Immutable;

namespace Haggle.Engine.Ports;

/// <summary>How a person gets a shell on a machine.</summary>
/// <param name="Program">The program to start; "" for the user's own shell.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">The folder to start in, for a machine on this host; "" otherwise.</param>
public sealed record ShellAccess(string Program, ImmutableArray<string> Arguments, string Folder);
