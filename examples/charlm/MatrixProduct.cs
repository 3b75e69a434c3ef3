using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Charlm;

/// <summary>The one kernel that takes the time: C += A * B, row-major floats, always summed in the same order.</summary>
internal static class MatrixProduct
{
    /// <summary>Rows of C that are computed together; <c>rows</c> must be a multiple of it.</summary>
    public const int RowTile = 4;

    /// <summary>Columns of C that are computed together; <c>columns</c> must be a multiple of it.</summary>
    public const int ColumnTile = 16;

    /// <summary>Adds A * B to C. A's element (i, k) lies at <c>i * rowStride + k * depthStride</c>, so a transposed A needs no copy.</summary>
    /// <remarks>
    /// Each element of C is summed over k from first to last, whatever the vector width of the processor, and without fused multiply-add:
    /// that is what makes a resumed run equal to an undisturbed one on another machine too.
    /// </remarks>
    public static void Add(
        ReadOnlySpan<float> a, int rowStride, int depthStride, ReadOnlySpan<float> b, Span<float> c, int rows, int columns, int depth)
    {
        if (rows % RowTile != 0 || columns % ColumnTile != 0) throw new ArgumentException($"{rows} x {columns} is not whole tiles");
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, (rows - 1) * rowStride + (depth - 1) * depthStride + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, depth * columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, rows * columns);

        for (var i = 0; i < rows; i += RowTile)
        {
            for (var j = 0; j < columns; j += ColumnTile)
            {
                AddTile(a[(i * rowStride)..], rowStride, depthStride, b[j..], c[(i * columns + j)..], columns, depth);
            }
        }
    }

    /// <summary>Writes the transpose of a <c>rows x columns</c> matrix.</summary>
    public static void Transpose(ReadOnlySpan<float> from, Span<float> to, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j];
        }
    }

    private static void AddTile(
        ReadOnlySpan<float> a, int rowStride, int depthStride, ReadOnlySpan<float> b, Span<float> c, int columns, int depth)
    {
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        nuint row1 = (nuint)columns, row2 = row1 * 2, row3 = row1 * 3, right = 8;

        var c00 = Vector256.LoadUnsafe(ref c0);
        var c01 = Vector256.LoadUnsafe(ref c0, right);
        var c10 = Vector256.LoadUnsafe(ref c0, row1);
        var c11 = Vector256.LoadUnsafe(ref c0, row1 + right);
        var c20 = Vector256.LoadUnsafe(ref c0, row2);
        var c21 = Vector256.LoadUnsafe(ref c0, row2 + right);
        var c30 = Vector256.LoadUnsafe(ref c0, row3);
        var c31 = Vector256.LoadUnsafe(ref c0, row3 + right);
        for (var k = 0; k < depth; k++)
        {
            var left = Vector256.LoadUnsafe(ref b0, (nuint)(k * columns));
            var rest = Vector256.LoadUnsafe(ref b0, (nuint)(k * columns) + right);
            ref var ak = ref Unsafe.Add(ref a0, k * depthStride);
            var x0 = Vector256.Create(ak);
            var x1 = Vector256.Create(Unsafe.Add(ref ak, rowStride));
            var x2 = Vector256.Create(Unsafe.Add(ref ak, rowStride * 2));
            var x3 = Vector256.Create(Unsafe.Add(ref ak, rowStride * 3));
            c00 += x0 * left;
            c01 += x0 * rest;
            c10 += x1 * left;
            c11 += x1 * rest;
            c20 += x2 * left;
            c21 += x2 * rest;
            c30 += x3 * left;
            c31 += x3 * rest;
        }

        c00.StoreUnsafe(ref c0);
        c01.StoreUnsafe(ref c0, right);
        c10.StoreUnsafe(ref c0, row1);
        c11.StoreUnsafe(ref c0, row1 + right);
        c20.StoreUnsafe(ref c0, row2);
        c21.StoreUnsafe(ref c0, row2 + right);
        c30.StoreUnsafe(ref c0, row3);
        c31.StoreUnsafe(ref c0, row3 + right);
    }
}
