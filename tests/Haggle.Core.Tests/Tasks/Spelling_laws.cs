using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Tasks;

namespace Haggle.Core.Tests.Tasks;

public sealed class Spelling_laws
{
    private static readonly Arbitrary<string> Words = Gen.Elements("abcAB1-".ToCharArray()).ListOf().Select(letters => string.Concat(letters)).ToArbitrary();

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("run", "run", 0)]
    [InlineData("run", "RUN", 0)]
    [InlineData("rnu", "run", 1)]
    [InlineData("acelerators", "accelerators", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_edits(string left, string right, int expected) => Assert.Equal(expected, Spelling.Distance(left, right));

    [Fact]
    public void Distance_is_the_same_both_ways() => Prop.ForAll(Words, Words, (left, right) =>
        Spelling.Distance(left, right) == Spelling.Distance(right, left)).QuickCheckThrowOnFailure();

    [Fact]
    public void Distance_is_zero_only_for_the_same_word() => Prop.ForAll(Words, Words, (left, right) =>
        Spelling.Distance(left, right) == 0 == string.Equals(left, right, StringComparison.OrdinalIgnoreCase)).QuickCheckThrowOnFailure();

    [Fact]
    public void Distance_lies_between_the_difference_and_the_longer_length() => Prop.ForAll(Words, Words, (left, right) =>
        Spelling.Distance(left, right) is var distance && distance >= Math.Abs(left.Length - right.Length) && distance <= Math.Max(left.Length, right.Length)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("nmae", "name")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_near_or_none(string word, string? expected) => Assert.Equal(expected, Spelling.Nearest(word, ["name", "run", "setup"]));

    [Fact]
    public void A_word_as_long_as_a_file_is_not_guessed() => Assert.Null(Spelling.Nearest(new string('a', 1_000_000), ["aaa"]));
}
