using Haggle.Agent.Progress;

namespace Haggle.Agent.Tests.Progress;

public sealed class TaskLineReaderTests
{
    [Theory]
    [InlineData("::haggle progress step=120 of=1000 loss=2.31 rate=5300 unit=chars/s", "step 120 of 1000 loss 2.31 rate 5300 unit chars/s")]
    [InlineData("::haggle progress step=3", "step 3 of  loss  rate  unit ")]
    [InlineData("::haggle progress   step=3   lr=0.5 tokens=7", "step 3 of  loss  rate  unit  lr=0.5 tokens=7")]
    [InlineData("::haggle progress step=abc loss=nan rate=inf of=-1", "step  of  loss  rate  unit ")]
    [InlineData("::haggle progress step=1 loss=1e-3", "step 1 of  loss 0.001 rate  unit ")]
    [InlineData("::haggle progress noise step=4 =5 x=", "step 4 of  loss  rate  unit ")]
    [InlineData("::haggle progress", "step  of  loss  rate  unit ")]
    [InlineData("::haggle checkpoint step=120 path=ckpt.bin", "saved 120 ckpt.bin")]
    [InlineData("::haggle checkpoint path=\"a b/c\" step=7", "saved 7 a b/c")]
    [InlineData("::haggle checkpoint", "saved -1 ")]
    [InlineData("::haggle note out of luck", "noted out of luck")]
    [InlineData("::haggle note", "nothing")]
    [InlineData("::haggle unknown step=1", "nothing")]
    [InlineData(" ::haggle progress step=1", "nothing")]
    [InlineData("step=1", "nothing")]
    [InlineData("", "nothing")]
    public void A_line_tells(string line, string expected) => Assert.Equal(expected, Words(TaskLineReader.Read(line)));

    [Fact]
    public void Length_and_unit_are_told_once()
    {
        var first = ((TaskLine.Told)TaskLineReader.Read("::haggle progress step=1 of=9 unit=it/s loss=3")!).After(null, DateTimeOffset.UnixEpoch);
        var second = ((TaskLine.Told)TaskLineReader.Read("::haggle progress step=2")!).After(first, DateTimeOffset.UnixEpoch);
        Assert.Equal((2, 9L, "it/s", null), (second.Step, second.Of, second.RateUnit, second.Loss));
    }

    [Fact]
    public void Lines_are_found_whatever_pieces_they_come_in()
    {
        var path = Path.GetTempFileName();
        try
        {
            var tail = new LineTail(path);
            List<string> told = [];
            var text = "::haggle note one\nnoise ::haggle note no\r\n::haggle note two\r\n" + new string('x', LineTail.MaxLine * 2)
                + "\n::haggle note " + new string('y', LineTail.MaxLine) + "\n::haggle note three\n::haggle note unfinished";
            foreach (var piece in text.Chunk(7919))
            {
                File.AppendAllText(path, new string(piece));
                tail.Read(long.MaxValue, line => told.Add(Words(line)));
            }

            Assert.Equal(["noted one", "noted two", "noted three"], told);
            Assert.Equal(text.Length, tail.Offset);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Words(TaskLine? line) => line switch
    {
        null => "nothing",
        TaskLine.Saved saved => $"saved {saved.Step} {saved.Path}",
        TaskLine.Noted noted => $"noted {noted.Text}",
        TaskLine.Told t => FormattableString.Invariant($"step {t.Step} of {t.Of} loss {t.Loss} rate {t.Rate} unit {t.Unit}")
            + string.Concat(t.Metrics.Select(m => FormattableString.Invariant($" {m.Key}={m.Value}"))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [Fact]
    public void The_time_until_the_next_line_belongs_to_the_phase_that_was_named()
    {
        Haggle.Wire.Agent.ProgressMessage? progress = null;
        foreach (var (second, line) in new[] { (0, "step=0 phase=fit"), (30, "step=1 phase=fit"), (31, "step=1 phase=\"warm up\""), (40, "step=2"), (45, "step=3 phase=fit") })
            progress = ((TaskLine.Told)TaskLineReader.Read("::haggle progress " + line)!).After(progress, DateTimeOffset.UnixEpoch.AddSeconds(second));
        Assert.Equal("fit", progress!.Phase);
        Assert.Equal([new("fit", 31), new("warm up", 14)], progress.PhaseSeconds.OrderBy(each => each.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_program_that_names_phases_without_end_is_listened_to_for_some_of_them()
    {
        Haggle.Wire.Agent.ProgressMessage? progress = null;
        for (var i = 0; i < 1000; i++)
            progress = ((TaskLine.Told)TaskLineReader.Read($"::haggle progress step={i} phase=p{i}")!).After(progress, DateTimeOffset.UnixEpoch.AddSeconds(i));
        Assert.Equal(32, progress!.PhaseSeconds.Count);
    }
}
