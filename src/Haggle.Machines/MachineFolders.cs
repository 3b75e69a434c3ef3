namespace Haggle.Machines;

/// <summary>All machines' folders of a root.</summary>
internal sealed class MachineFolders(string root)
{
    /// <summary>Every machine with a record, by name. A folder without one is a launch that was cut off before anything ran.</summary>
    public IEnumerable<(MachineFolder Folder, MachineRecord Record)> All()
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var path in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (!MachineFolder.IsName(name)) continue;
            var folder = new MachineFolder(root, name);
            if (folder.Record() is { } record) yield return (folder, record);
        }
    }

    /// <summary>The machines that may still be there.</summary>
    public IEnumerable<(MachineFolder Folder, MachineRecord Record)> Live() => All().Where(each => !each.Folder.IsGone);
}
