using Haggle.House.Tests.Rules;

namespace Haggle.House.Tests;

/// <summary>Each rule sees what it is for, and does not see it where it is not.</summary>
public sealed class PlantedTests
{
    [Theory]
    [InlineData("src/Haggle.Core/Haggle.Core.csproj", "Project", "../Haggle.Engine/Haggle.Engine.csproj", "src/Haggle.Core/Haggle.Core.csproj: Core may not know Engine")]
    [InlineData("src/Haggle.Agent/Haggle.Agent.csproj", "Project", "../Haggle.Core/Haggle.Core.csproj", "src/Haggle.Agent/Haggle.Agent.csproj: Agent may not know Core")]
    [InlineData("src/Haggle.Cli/Haggle.Cli.csproj", "Project", "../Haggle.Server/Haggle.Server.csproj", "src/Haggle.Cli/Haggle.Cli.csproj: Cli may not know Server")]
    [InlineData("src/Haggle.Core/Haggle.Core.csproj", "Package", "Dapper", "src/Haggle.Core/Haggle.Core.csproj: Core takes no packages")]
    [InlineData("src/Haggle.Shared/Haggle.Shared.csproj", "Package", "Dapper", "src/Haggle.Shared/Haggle.Shared.csproj: a room that docs/ARCHITECTURE.md and this table do not know")]
    [InlineData("src/Haggle.Engine/Haggle.Engine.csproj", "Project", "../Haggle.Core/Haggle.Core.csproj", "")]
    public void Walls_are_guarded(string path, string kind, string reference, string broken) =>
        Says(broken, Walls.Broken(Tree.Of((path, $"<Project><ItemGroup><{kind}Reference Include=\"{reference}\" /></ItemGroup></Project>"))));

    [Theory]
    [InlineData("namespace Haggle.Providers.Cloud;", "")]
    [InlineData("using Haggle.Providers.Http;\nnamespace Haggle.Providers.Cloud;", "")]
    [InlineData("using Haggle.Providers.Local;\nnamespace Haggle.Providers.Cloud;", "src/Haggle.Providers/Cloud/X.cs: Cloud sees Local")]
    [InlineData("namespace Haggle.Providers;", "src/Haggle.Providers/Cloud/X.cs: its namespace is not that of its folder")]
    public void Providers_are_blind(string code, string broken) => Says(broken, BlindProviders.Broken(Tree.Of(("src/Haggle.Providers/Cloud/X.cs", code))));

    [Theory]
    [InlineData(400, "")]
    [InlineData(401, "src/A/B.cs: 401 lines, at most 400")]
    public void Long_files_are_seen(int lines, string broken) => Says(broken, FileSizes.Broken(Tree.Of(("src/A/B.cs", new string('\n', lines)))));

    [Theory]
    [InlineData("public sealed record A;\ninternal class B;\n", "")]
    [InlineData("public sealed record A\n{\n    public sealed record B : A;\n}\n", "")]
    [InlineData("public sealed record A;\npublic enum B { One }\n", "src/Haggle.Core/A.cs: 2 public types (A, B)")]
    [InlineData("public readonly record struct B(int X);\n", "src/Haggle.Core/A.cs: holds B")]
    public void A_second_public_type_is_seen(string code, string broken) => Says(broken, OnePublicType.Broken(Tree.Of(("src/Haggle.Core/A.cs", code))));

    [Theory]
    [InlineData("src/A.cs", "// x\n// TODO later", "src/A.cs:2: TODO")]
    [InlineData("tests/A.cs", "throw new NotImplementedException();", "tests/A.cs:1: NotImplementedException")]
    [InlineData("bench/A.cs", "Thread.Sleep(5);", "bench/A.cs:1: Thread.Sleep")]
    [InlineData("eng/a.sh", "# FIXME", "eng/a.sh:1: FIXME")]
    [InlineData("src/A.cs", "class RunManager;", "src/A.cs:1: the name RunManager does not say what it holds or decides")]
    [InlineData("src/A.cs", "static class TextUtils;", "src/A.cs:1: the name TextUtils does not say what it holds or decides")]
    [InlineData("src/A.cs", "class Todos; // the managers", "")]
    public void Banned_words_are_seen(string path, string text, string broken) => Says(broken, BannedWords.Broken(Tree.Of((path, text))));

    [Theory]
    [InlineData("if (provider.Value == \"aws\") return;", "src/Haggle.Core/A.cs: \"aws\"")]
    [InlineData("var key = \"local/here\";", "src/Haggle.Core/A.cs: \"local/")]
    [InlineData("// for example \"aws\"", "")]
    [InlineData("var local = \"locally\";", "")]
    public void A_providers_name_is_seen(string code, string broken) => Says(broken, ProviderNames.Broken(Tree.Of(("src/Haggle.Core/A.cs", code))));

    [Theory]
    [InlineData("see /root/haggle.db", "docs/a.md: /root/haggle.db")]
    [InlineData("cd /home/me/haggle/src", "docs/a.md: /home/me/haggle")]
    [InlineData("machines/m1/home/out and $HOME/src/x", "")]
    public void A_path_of_one_machine_is_seen(string text, string broken) => Says(broken, MachinePaths.Broken(Tree.Of(("docs/a.md", text)), "/home/me/haggle"));

    [Theory]
    [InlineData("<!-- Why. -->\n<PackageVersion Include=\"A\" Version=\"1.2.3\" />\n<PackageVersion Include=\"B\" Version=\"1.2.3\" />", "A", "")]
    [InlineData("\n<PackageVersion Include=\"A\" Version=\"1.2.3\" />", "A", "Directory.Packages.props: A has no reason above it")]
    [InlineData("<!-- Why. -->\n<PackageVersion Include=\"A\" Version=\"1.*\" />", "A", "Directory.Packages.props: A is not pinned (1.*)")]
    [InlineData("<!-- Why. -->\n<PackageVersion Include=\"A\" Version=\"1.2.3\" />", "B", "src/X.csproj: B is not in Directory.Packages.props")]
    [InlineData("<!-- Why. -->\n<PackageVersion Include=\"A\" Version=\"1.2.3\" />", "A\" Version=\"2.0.0", "src/X.csproj: A has a version of its own")]
    public void Loose_packages_are_seen(string pins, string reference, string broken) =>
        Says(broken, Packages.Broken(Tree.Of(("Directory.Packages.props", pins), ("src/X.csproj", $"<PackageReference Include=\"{reference}\" />"))));

    [Theory]
    [InlineData("src/A/A.csproj", "")]
    [InlineData("src/B/B.csproj", "Haggle.slnx: src/B/B.csproj is not there\nHaggle.slnx: src/A/A.csproj is missing")]
    public void A_solution_that_is_not_whole_is_seen(string listed, string broken) =>
        Says(broken, SolutionProjects.Broken(Tree.Of(("Haggle.slnx", $"<Project Path=\"{listed}\" />"), ("src/A/A.csproj", ""))));

    [Theory]
    [InlineData("[a](docs/b.md) [c](https://example.org) [d](docs) [e](docs/b.md#two-words) `[f](nowhere)`", "")]
    [InlineData("[a](docs/c.md)", "README.md: docs/c.md leads nowhere")]
    [InlineData("[a](docs/b.md#three)", "README.md: docs/b.md#three: no such heading")]
    public void Links_that_lead_nowhere_are_seen(string text, string broken) =>
        Says(broken, DocLinks.Broken(Tree.Of(("README.md", text), ("docs/b.md", "# Two words!\n[up](../README.md)"))));

    [Theory]
    [InlineData("data/a.json", "{\"schema\":1,\"rows\":[{\"source\":\"a page\",\"as_of\":\"2026-01-31\"}]}", "")]
    [InlineData("data/a.json", "[{\"as_of\":\"2026-01-31\"}]", "data/a.json: fact 1 has no source")]
    [InlineData("data/a.json", "[{\"source\":\"a page\",\"as_of\":\"January\"}]", "data/a.json: fact 1 has no date (as_of: yyyy-MM-dd or yyyy-MM)")]
    [InlineData("data/a.csv", "1;2", "data/a.csv: facts are kept as JSON, one object for each")]
    public void Facts_out_of_nowhere_are_seen(string path, string text, string broken) => Says(broken, DatedFacts.Broken(Tree.Of((path, text))));

    private static void Says(string expected, IEnumerable<string> broken) => Assert.Equal(expected, string.Join('\n', broken));
}
