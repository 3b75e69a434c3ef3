namespace Haggle.TaskFiles;

/// <summary>A field that a file uses.</summary>
/// <param name="Task">Index of the task in the file; -1 for the header.</param>
/// <param name="Path">The field as the table of fields names it: "resources.ports".</param>
/// <param name="Line">Line of the value, from 1.</param>
/// <param name="Column">Column of the value, from 1.</param>
/// <param name="IsActedOn">Whether this version does something with it.</param>
public sealed record FieldUse(int Task, string Path, int Line, int Column, bool IsActedOn);
