using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>What a buyer must know about a provider, in words; what nobody looked up yet is named as unknown.</summary>
internal static class ProviderTermsText
{
    public static void Write(Page page, ProviderTerms terms)
    {
        page.Labelled("Provider", terms.Title + (terms.IsClosed ? ", which has closed" : ""));
        page.Labelled("Billed", terms.Billing is { } billing ? $"by {TimeText.Span(billing.Increment.TotalSeconds)}{(billing.Minimum > TimeSpan.Zero ? $", at least {TimeText.Span(billing.Minimum.TotalSeconds)}" : "")}" : "");
        page.Labelled("Quota", terms.Quota switch
        {
            QuotaKind.None => "none",
            QuotaKind.Vcpus => "counted in vCPUs; a new account's may be zero",
            QuotaKind.Accelerators => "counted in GPUs of a kind; a new account's may be zero",
            QuotaKind.Machines => "counted in machines of a type",
            _ => "",
        });
        page.Labelled("Disk", terms.StorageRunning is { } running ? $"{running} a GB for a month{(terms.StorageStopped is { } stopped ? $", {stopped} while the machine is stopped" : "")}" : "");
        page.Labelled("Egress", terms.Egress is { } egress ? egress.NanoUsd == 0 ? "free" : $"{egress} a GB" : "");
        page.Labelled("Limits", Limits(terms));
        page.Labelled("Set up", terms.SetupMinutes is { } minutes ? $"about {minutes} minutes to a first notebook, once practised" : "");
        page.Labelled("Privacy", terms.Privacy);
        page.Labelled("SLA", terms.Sla);
        page.Labelled("Also", terms.Note);
        page.Labelled("Not known", string.Join(", ", Unknown(terms)), Ink.Faint);
        page.Labelled("Terms of", $"{TimeText.Day(terms.Provenance.AsOf)}, {terms.Provenance.Source}");
    }

    /// <summary>"at most 12 h a session, 30 h a week"; "" when there are none.</summary>
    public static string Limits(ProviderTerms terms) => string.Join(", ", new[]
    {
        terms.SessionHours is { } session ? $"at most {SizeText.Number(session)} h a session" : "",
        terms.WeeklyHours is { } week ? $"at most {SizeText.Number(week)} h a week" : "",
    }.Where(part => part.Length > 0));

    /// <summary>What nobody looked up; of a provider that has closed it does not matter.</summary>
    private static IEnumerable<string> Unknown(ProviderTerms terms)
    {
        if (terms.IsClosed) yield break;
        if (terms.Billing is null && terms.SessionHours is null) yield return "how time is counted";
        if (terms.Quota == QuotaKind.Unknown) yield return "quotas";
        if (terms.StorageRunning is null) yield return "disk";
        if (terms.Egress is null) yield return "egress";
        if (terms.Host == HostKind.Unknown) yield return "whose room it stands in";
        if (terms.Sla.Length == 0) yield return "SLA";
        if (terms.Privacy.Length == 0) yield return "privacy";
    }
}
