namespace Haggle.Catalog.Live;

/// <summary>Where a source stands in an update.</summary>
public enum SourceState
{
    /// <summary>Not asked yet.</summary>
    Waiting,

    /// <summary>Being asked.</summary>
    Reading,

    /// <summary>Its prices are new or confirmed.</summary>
    Fresh,

    /// <summary>Some of its parts could not be read: those keep their last prices.</summary>
    Partly,

    /// <summary>Nothing of it could be read: its last prices stay.</summary>
    Failed,

    /// <summary>What came is not believed before somebody has looked; its last prices stay.</summary>
    Held,

    /// <summary>It wants a credential that is not there.</summary>
    NoCredential,
}
