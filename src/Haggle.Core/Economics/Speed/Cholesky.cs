namespace Haggle.Core.Economics.Speed;

/// <summary>Solves symmetric positive definite systems of a few hundred unknowns.</summary>
internal static class Cholesky
{
    /// <summary>Solves A x = b; only the lower triangle of A is read, and both are overwritten.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public static double[] Solve(double[][] a, double[] b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i][j];
                for (var k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
                if (i != j) a[i][j] = sum / a[j][j];
                else if (sum > 0) a[i][i] = Math.Sqrt(sum);
                else throw new ArgumentException("the matrix is not positive definite", nameof(a));
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
            b[i] /= a[i][i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k];
            b[i] /= a[i][i];
        }

        return b;
    }
}
