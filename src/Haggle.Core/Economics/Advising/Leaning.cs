namespace Haggle.Core.Economics.Advising;

/// <summary>Which way a piece of advice leans.</summary>
public enum Leaning
{
    /// <summary>Towards renting.</summary>
    Rent,

    /// <summary>Towards a machine of one's own.</summary>
    Own,
}
