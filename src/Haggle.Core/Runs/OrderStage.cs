namespace Haggle.Core.Runs;

/// <summary>How far the agents of an attempt may go. A level, not an event: it is repeated until the agents are there.</summary>
public enum OrderStage
{
    /// <summary>Nothing yet: the gang is not complete.</summary>
    Hold,

    /// <summary>Fetch files, restore the checkpoint, run the setup script.</summary>
    SetUp,

    /// <summary>Run the program (after setting up, if that has not happened).</summary>
    Run,

    /// <summary>Stop the program with its grace and save what it wrote.</summary>
    Stop,
}
