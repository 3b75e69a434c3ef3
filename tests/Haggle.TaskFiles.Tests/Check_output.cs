namespace Haggle.TaskFiles.Tests;

public sealed class Check_output
{
    public static TheoryData<string> Inputs => [.. Directory.EnumerateFiles(Path.Combine(Snapshot.Folder, "Inputs"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Is_what_was_read_and_approved(string name)
    {
        var report = CheckReport.Render([Input(name)]);
        Assert.DoesNotContain("hown", report.Replace("are not shown", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(report.Split('\n'), line => Assert.True(line.Length <= CheckReport.DefaultWidth || !line.TrimStart().Contains(' ', StringComparison.Ordinal), line));
        Snapshot.Matches("check-" + name, report);
    }

    [Fact]
    public void Every_input_but_the_mistakes_is_good() =>
        Assert.All(Inputs.Select(row => row.Data).Where(name => name != "mistakes"), name => Assert.True(Input(name).IsGood, string.Join("\n", Input(name).Problems)));

    [Fact]
    public void Problems_of_several_files_come_together()
    {
        var report = CheckReport.Render([Read.File("rnu: x"), Read.File("run: [")]);
        Assert.EndsWith("2 errors in 2 files\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caret_stands_under_the_mistake()
    {
        var report = CheckReport.Render([Read.File("run: x\nresources: {cpus: four}\n")]);
        var lines = report.Split('\n');
        var source = Array.FindIndex(lines, line => line.Contains("{cpus", StringComparison.Ordinal));
        Assert.Equal(lines[source].IndexOf("four", StringComparison.Ordinal), lines[source + 1].IndexOf('^', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void A_long_line_is_cut_around_the_caret(int width)
    {
        var report = CheckReport.Render([Read.File("run: x\nresources: {instance_type: " + new string('a', 300) + ", cpus: four, labels: {b: " + new string('c', 300) + "}}\n")], width);
        var lines = report.Split('\n');
        var source = Array.FindIndex(lines, line => line.Contains("four,", StringComparison.Ordinal));
        Assert.Equal(lines[source].IndexOf("four,", StringComparison.Ordinal), lines[source + 1].IndexOf('^', StringComparison.Ordinal));
        Assert.InRange(lines[source].Length, 1, width);
    }

    [Theory]
    [InlineData("secrets:\n  A: hush-hush\n  B: [x]\n")]
    [InlineData("secrets:\n  A: [hush-hush]\n")]
    [InlineData("secrets: {A: {b: hush-hush}}\n")]
    [InlineData("secrets: hush-hush\n")]
    [InlineData("secrets:\n  A: \"hush-hush\n  B: c\n")]
    [InlineData("secrets:\n\tA: hush-hush\n")]
    [InlineData("secrets:\n  A: *hush-hush\n")]
    [InlineData("secrets:\n  A: !hush-hush x\n")]
    [InlineData("secrets:\n  A: @hush-hush\n")]
    [InlineData("secrets:\n  A: 'hush-hush' more\n")]
    [InlineData("secrets:\n  A: |\n    hush-hush\n   bad\n")]
    [InlineData("secrets:\n  hush-hush: x\n")]
    [InlineData("secrets:\n- hush-hush\n")]
    [InlineData("secrets: [A=hush-hush]\n")]
    [InlineData("\"secrets\": {\"A\": \"hush-hush\"\n")]
    [InlineData("{secrets: {A: hush-hush}, rnu: x}\n")]
    [InlineData("{rnu: x, 'secrets': {A: hush-hush}}\n")]
    [InlineData("envs: &e\n  1A: hush-hush\nsecrets: *e\n")]
    [InlineData("secrets:\n  A: hush-hush\nenvs:\n  B: [hush-hush]\n")]
    [InlineData("service:\n  readiness_probe:\n    path: /\n    headers: {A: [hush-hush]}\n")]
    [InlineData("run: x\nsecrets: {A: hush-hush}\nworkdir: ./$A\n")]
    public void No_report_shows_a_secret(string yaml)
    {
        foreach (var overrides in new[] { TaskOverrides.None, Read.Secret("A", "hush-hush") })
        {
            var reading = Read.File(yaml, overrides);
            Assert.DoesNotContain("hush-hush", CheckReport.Render([reading]), StringComparison.Ordinal);
            Assert.DoesNotContain(reading.Problems, problem => problem.ToString().Contains("hush-hush", StringComparison.Ordinal) && !yaml.StartsWith("envs: &e", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_terminal() =>
        Assert.DoesNotContain(CheckReport.Render([Read.File("run: \u001b[31m\nname: \"\\e[2J\"\n"), Read.File("run: x\nname: \"\\e[2J\"\n")]), c => char.IsControl(c) && c != '\n');

    private static TaskReading Input(string name)
    {
        var file = name + ".yaml";
        return TaskFileReader.Read(file, File.ReadAllBytes(Path.Combine(Snapshot.Folder, "Inputs", file)), TaskOverrides.None);
    }
}
