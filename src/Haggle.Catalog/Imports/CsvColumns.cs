using System.Text;

namespace Haggle.Catalog.Imports;

/// <summary>Where the columns of a CSV file are, by their names in its first record.</summary>
internal static class CsvColumns
{
    /// <exception cref="InvalidDataException">One is missing.</exception>
    public static int[] Find(CsvReader csv, params ReadOnlySpan<string> names)
    {
        if (!csv.Read()) throw new InvalidDataException("line 1: the file is empty");
        var columns = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            columns[i] = Index(csv, names[i]);
            if (columns[i] < 0) throw new InvalidDataException($"line 1: there is no column '{names[i]}'");
        }

        return columns;
    }

    /// <summary>The place of a column in the record that is being read; -1 when there is none.</summary>
    public static int Index(CsvReader csv, string name)
    {
        for (var i = 0; i < csv.Count; i++)
            if (Ascii.Equals(csv[i], name)) return i;
        return -1;
    }
}
