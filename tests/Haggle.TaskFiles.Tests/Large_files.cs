using System.Text;

namespace Haggle.TaskFiles.Tests;

/// <summary>How the work grows with the file, counted in bytes of memory that reading asks for: the clock of a busy machine says nothing.</summary>
public sealed class Large_files
{
    [Theory]
    [InlineData("envs:\n", "  NAME_{0}: \"value {0}\"\n")]
    [InlineData("envs:\n", "  NAME_{0}: value {0}\n")]
    [InlineData("secrets:\n", "  NAME_{0}: value {0}\n")]
    [InlineData("file_mounts:\n", "  place/{0}: ./from/{0}\n")]
    [InlineData("", "unknown_{0}: 1\n")]
    public void Four_times_the_entries_are_about_four_times_the_work(string head, string line)
    {
        Work(head, line, 100);
        var small = Work(head, line, 1000);
        var large = Work(head, line, 4000);
        Assert.InRange(large, small, small * 5);
    }

    private static long Work(string head, string line, int entries)
    {
        var format = CompositeFormat.Parse(line);
        var text = Encoding.UTF8.GetBytes("run: train\n" + head + string.Concat(Enumerable.Range(0, entries).Select(i => string.Format(null, format, i))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        TaskFileReader.Read("task.yaml", text, TaskOverrides.None);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
