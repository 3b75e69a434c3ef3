using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>autostop: a switch, minutes, a duration, or a map.</summary>
internal static class AutostopField
{
    // "autostop: true" is documented as five minutes.
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    public static Autostop? Read(Field field)
    {
        if (field.Node is YamlMapping) return ReadMap(field);
        if (field.Node is YamlScalar { IsText: false } scalar && scalar.AsBool() is { } isOn)
            return isOn ? new Autostop(Default, false, AutostopWait.JobsAndSsh) : null;

        // A negative number of minutes is the format's older way to switch it off.
        if (field.Node is YamlScalar { Text: ['-', ..] minus } && Scalars.TryWhole(minus, out _)) return null;
        return field.Duration(TimeSpan.FromMinutes(1), mayBeZero: true) is { } after ? new Autostop(after, false, AutostopWait.JobsAndSsh) : null;
    }

    private static Autostop? ReadMap(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var minutes = section.Take("idle_minutes")?.Whole(0, 5_000_000);
        var down = section.Take("down")?.Switch() ?? false;
        var wait = section.Take("wait_for")?.OneOf(("jobs_and_ssh", AutostopWait.JobsAndSsh), ("jobs", AutostopWait.Jobs), ("none", AutostopWait.None));
        var hook = section.Take("hook");
        hook?.Warn("is deprecated", "use config.hooks");
        var timeout = section.Take("hook_timeout")?.Whole(1, 1_000_000);
        section.Close();
        return new Autostop(
            minutes is { } m ? TimeSpan.FromMinutes(m) : Default,
            down,
            wait ?? AutostopWait.JobsAndSsh,
            hook?.Raw("shell commands"),
            timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }
}
