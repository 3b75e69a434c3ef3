using Haggle.Engine.Ports;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Haggle.Storage.Sqlite;

/// <summary>Says what SQLite's error codes mean for the person who runs the server.</summary>
internal static class Fault
{
    /// <summary>The fault that a code stands for.</summary>
    /// <param name="cause">What SQLite said.</param>
    /// <param name="place">The database file.</param>
    public static StoreException From(SqliteException cause, string place) => cause.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new($"{place}: the disk is full, nothing was stored; free some space", isTransient: true, cause),
        raw.SQLITE_IOERR => new($"{place}: reading or writing failed ({Detail(cause)}), nothing was stored; check the disk and its free space", isTransient: true, cause),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"{place}: another process keeps the database locked; find it with 'fuser {place}'", isTransient: true, cause),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new($"{place}: may not be written; check the owner and mode of the file and its folder", isTransient: false, cause),
        raw.SQLITE_CANTOPEN => new($"{place}: cannot be opened; check that the folder exists and may be written", isTransient: false, cause),
        raw.SQLITE_NOTADB => new($"{place}: is not a Haggle database; move it away or name another state folder", isTransient: false, cause),
        raw.SQLITE_CORRUPT => new($"{place}: is damaged; restore it from a backup or move it away", isTransient: false, cause),
        _ => new($"{place}: {Detail(cause)}", isTransient: false, cause),
    };

    private static string Detail(SqliteException cause) => $"SQLite error {cause.SqliteExtendedErrorCode}: {raw.sqlite3_errstr(cause.SqliteErrorCode).utf8_to_string()}";
}
