using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Haggle.Storage.Sqlite;

/// <summary>
/// Chooses the native SQLite once for the process: the system's, which gets the distribution's security updates, when it is newer than the
/// bundled one; the bundled one otherwise.
/// </summary>
internal static class NativeSqlite
{
    // The bundled library is 3.35.5.
    private const int BundledVersion = 3_035_005;

    private static readonly string[] SystemNames = ["libsqlite3.so.0", "/usr/lib/libsqlite3.dylib"];

    private static readonly Lazy<string> Chosen = new(Choose);

    /// <summary>Makes SQLite usable; doing it again changes nothing. Gives the library's version.</summary>
    public static string Prepare() => Chosen.Value;

    private static string Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != "e_sqlite3") return IntPtr.Zero;
        foreach (var candidate in SystemNames)
        {
            if (!NativeLibrary.TryLoad(candidate, out var library)) continue;
            if (Number(library, "sqlite3_libversion_number") > BundledVersion && Number(library, "sqlite3_threadsafe") != 0) return library;
            NativeLibrary.Free(library);
        }

        // Zero makes the runtime look beside the program, where the bundled library lies.
        return IntPtr.Zero;
    }

    private static int Number(IntPtr library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address) ? Marshal.GetDelegateForFunctionPointer<NumberFunction>(address)() : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int NumberFunction();
}
