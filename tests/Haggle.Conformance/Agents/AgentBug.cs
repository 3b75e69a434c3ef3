namespace Haggle.Conformance.Agents;

/// <summary>A bug that is planted between an agent and whoever calls it, for the tests of the laws.</summary>
public enum AgentBug
{
    /// <summary>Every epoch is obeyed.</summary>
    AnyEpoch,

    /// <summary>A byte of the log is lost where a piece begins.</summary>
    LostByte,

    /// <summary>Of an exit code only the last bit is told.</summary>
    WrongCode,

    /// <summary>A machine without an exit code tells one.</summary>
    MadeUpCode,

    /// <summary>Every answer has a mark of its own.</summary>
    RestlessMark,

    /// <summary>A machine that is gone says that its program was ended by a signal.</summary>
    LastWord,
}
