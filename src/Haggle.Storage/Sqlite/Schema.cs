using System.Globalization;
using System.Security.Cryptography;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Sqlite;

/// <summary>Brings a database to the schema that this version knows: the numbered scripts in Migrations, each in one transaction with its number.</summary>
internal static class Schema
{
    // "HGGL": marks the file, so that somebody else's database is refused instead of being written to.
    private const int ApplicationId = 0x4847474C;

    private static readonly string[] Scripts = ["0001_runs"];

    /// <summary>The newest schema that this version knows.</summary>
    public static int Newest => Scripts.Length;

    /// <summary>Applies what is missing and makes sure of the owner. Several processes may do so at once.</summary>
    /// <exception cref="StoreException">The file is another program's, or a newer version's.</exception>
    public static OwnerId Apply(Connection connection, SqliteStoreOptions options)
    {
        connection.Script("begin immediate");
        try
        {
            Check(connection, options.Place);
            for (var number = Number(connection, "pragma user_version") + 1; number <= Newest; number++)
                connection.Script(Read(Scripts[number - 1]) + $"; pragma user_version = {number}; pragma application_id = {ApplicationId}");
            var owner = options.Owner?.Value ?? RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8);
            connection.Execute("insert into meta (name, value) values ('owner', ?1) on conflict do nothing", owner);
            connection.TryQuery("select value from meta where name = 'owner'", row => row.GetString(0), out var kept);
            connection.Script("commit");
            return new OwnerId(kept ?? owner);
        }
        catch
        {
            connection.Script("rollback");
            throw;
        }
    }

    private static void Check(Connection connection, string place)
    {
        var version = Number(connection, "pragma user_version");
        var application = Number(connection, "pragma application_id");
        var tables = Number(connection, "select count(*) from sqlite_master");
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
            throw new StoreException($"{place}: is another program's database; name another state folder", isTransient: false);
        if (version > Newest)
            throw new StoreException($"{place}: was written by a newer Haggle (schema {version}, this one knows {Newest}); update Haggle or name another state folder", isTransient: false);
    }

    private static int Number(Connection connection, string sql)
    {
        connection.TryQuery(sql, row => row.GetInt64(0), out var number);
        return (int)number;
    }

    private static string Read(string name)
    {
        using var script = typeof(Schema).Assembly.GetManifestResourceStream($"Migrations/{name}.sql")
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"migration {name} is not in the program"));
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
