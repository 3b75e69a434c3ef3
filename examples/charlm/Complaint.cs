namespace Charlm;

/// <summary>Something the user must change; its message says what, where and what to do, and is all that is shown.</summary>
internal sealed class Complaint(string message) : Exception(message);
