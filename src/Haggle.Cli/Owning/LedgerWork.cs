namespace Haggle.Cli.Owning;

/// <summary>What was really run, as work for the own machine.</summary>
/// <param name="Runs">Runs with rented accelerators.</param>
/// <param name="LeftOut">Machines that say nothing about the question, and why.</param>
/// <param name="From">When the first of them began.</param>
/// <param name="To">Until when they are counted.</param>
/// <param name="RentedHours">Hours that machines were paid for.</param>
/// <param name="OwnHours">Hours that the own machine would have worked for the same.</param>
/// <param name="PaidNanoUsd">What was paid.</param>
internal sealed record LedgerWork(int Runs, IReadOnlyList<string> LeftOut, DateTimeOffset From, DateTimeOffset To, double RentedHours, double OwnHours, long PaidNanoUsd)
{
    /// <summary>Weeks that it took; a single day says little about a week, so at least one.</summary>
    public double Weeks => Math.Max(1, (To - From).TotalDays / 7);

    public double HoursPerWeek => OwnHours / Weeks;
}
