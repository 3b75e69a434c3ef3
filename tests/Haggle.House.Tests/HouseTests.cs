using Haggle.House.Tests.Rules;

namespace Haggle.House.Tests;

/// <summary>The rules of the house, on this repository.</summary>
public sealed class HouseTests
{
    private static readonly Tree Here = Tree.Read(Tree.Root());

    [Fact]
    public void Every_room_knows_only_whom_it_may() => Holds(Walls.Broken(Here));

    [Fact]
    public void Providers_do_not_see_each_other() => Holds(BlindProviders.Broken(Here));

    [Fact]
    public void No_file_is_too_long() => Holds(FileSizes.Broken(Here));

    [Fact]
    public void A_file_of_promises_holds_one_public_type() => Holds(OnePublicType.Broken(Here));

    [Fact]
    public void Nothing_is_left_unfinished_or_named_emptily() => Holds(BannedWords.Broken(Here));

    [Fact]
    public void Core_and_Engine_name_no_provider() => Holds(ProviderNames.Broken(Here));

    [Fact]
    public void Nothing_is_true_only_on_one_machine() => Holds(MachinePaths.Broken(Here));

    [Fact]
    public void Every_package_is_pinned_with_a_reason() => Holds(Packages.Broken(Here));

    [Fact]
    public void The_solution_holds_every_project() => Holds(SolutionProjects.Broken(Here));

    [Fact]
    public void Links_between_pages_lead_somewhere() => Holds(DocLinks.Broken(Here));

    [Fact]
    public void Built_in_facts_have_source_and_date() => Holds(DatedFacts.Broken(Here));

    [Fact]
    public void The_tree_that_is_looked_at_is_the_whole_one()
    {
        Assert.True(Here.Code("src/Haggle.Core").Count() > 20);
        Assert.True(Here.Code("tests").Any());
        Assert.Contains("README.md", Here.Files.Keys);
        Assert.DoesNotContain(Here.Files.Keys, path => path.StartsWith("artifacts/", StringComparison.Ordinal));
    }

    private static void Holds(IEnumerable<string> broken) => Assert.True(!broken.Any(), string.Join('\n', broken));
}
