namespace Haggle.Simulation.Ec2;

/// <summary>Mistakes that are put into the way to EC2 on purpose: a leak test that does not see them is worth nothing.</summary>
public enum Ec2Bug
{
    None,

    /// <summary>The end of a machine is asked for once: whether the question or the answer was lost on the way is not looked at.</summary>
    EndOnce,

    /// <summary>Each call has a client token of its own: an answer that is lost makes a second machine.</summary>
    FreshTokens,

    /// <summary>The boot script has no switch for a machine whose agent nobody starts.</summary>
    NoSwitch,

    /// <summary>A shutdown from inside stops a machine and does not end it.</summary>
    StopsOnly,

    /// <summary>That AWS takes nothing for a machine that it takes back in its first hour is not known.</summary>
    PaysTheFreeHour,
}
