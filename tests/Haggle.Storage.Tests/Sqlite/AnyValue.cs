using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Haggle.Core.Units;

namespace Haggle.Storage.Tests.Sqlite;

/// <summary>Makes a value of any stored type with every member drawn, so that a member nobody thought of is drawn too.</summary>
internal sealed class AnyValue(Random random)
{
    public T Draw<T>() => (T)Draw(typeof(T))!;

    private object? Draw(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return random.Next(5) == 0 ? null : Draw(inner);
        if (type.IsEnum) return type.GetEnumValues().GetValue(random.Next(type.GetEnumValues().Length));
        if (type == typeof(string)) return Text();
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int)) return random.Next(int.MinValue, int.MaxValue);
        if (type == typeof(long)) return random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(double)) return Number();
        if (type == typeof(TimeSpan)) return new TimeSpan(random.NextInt64(0, TimeSpan.MaxValue.Ticks));
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
        if (type == typeof(Gib)) return Gib.FromMib(random.NextInt64(long.MaxValue));
        if (type == typeof(HourlyRate)) return new HourlyRate(new Money(random.NextInt64(long.MaxValue)));
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? Sequence(type.GetGenericArguments()[0]) : Record(type);
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(one => Draw(one.ParameterType))]);
        foreach (var member in Members(type))
            if (member.SetMethod is not null) member.SetValue(made, Draw(member.PropertyType));
        return made;
    }

    private object Sequence(Type item)
    {
        var items = Array.CreateInstance(item, random.Next(4));
        for (var i = 0; i < items.Length; i++) items.SetValue(Draw(item), i);
        return typeof(ImmutableArray).GetMethods().Single(one => one.Name == nameof(ImmutableArray.ToImmutableArray)
                && one.GetParameters()[0].ParameterType is { IsGenericType: true } given && given.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .MakeGenericMethod(item).Invoke(null, [items])!;
    }

    private string Text()
    {
        string[] kinds = ["", "a", "'; drop table runs; --", "zwei\nZeilen\t\0", "日本語 \U0001F680", "{\"json\": [1]}", new string('x', 300)];
        return kinds[random.Next(kinds.Length)] + random.Next(1000);
    }

    private double Number() => random.Next(8) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => double.Epsilon,
        4 => double.MaxValue,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)),
    };

    /// <summary>Every difference between two values, by the path of the member; empty when they are the same.</summary>
    public static IEnumerable<string> Differences(object? left, object? right, string path)
    {
        if (left is null || right is null) return left is null && right is null ? [] : [$"{path}: {left ?? "null"} became {right ?? "null"}"];
        var type = left.GetType();
        if (type == typeof(string) || type.IsPrimitive || type.IsEnum || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(Gib))
            return left.Equals(right) ? [] : [$"{path}: {left} became {right}"];
        if (left is IEnumerable lefts)
        {
            object?[] first = [.. lefts.Cast<object?>()];
            object?[] second = [.. ((IEnumerable)right).Cast<object?>()];
            if (first.Length != second.Length) return [$"{path}: {first.Length} items became {second.Length}"];
            return first.Zip(second).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
        }

        return Members(type).SelectMany(member => Differences(member.GetValue(left), member.GetValue(right), $"{path}.{member.Name}"));
    }

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.GetIndexParameters().Length == 0);
}
