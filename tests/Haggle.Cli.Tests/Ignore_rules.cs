using Haggle.Cli.Packing;

namespace Haggle.Cli.Tests;

public sealed class Ignore_rules
{
    [Theory]
    [InlineData("*.pt", "model.pt", true, "a star matches within a name")]
    [InlineData("*.pt", "a/b/model.pt", true, "without a slash it holds at any depth")]
    [InlineData("/*.pt", "a/model.pt", false, "a slash in front ties it to the folder of its file")]
    [InlineData("/*.pt", "model.pt", true, "and it matches there")]
    [InlineData("a/*.pt", "a/model.pt", true, "a slash inside ties it too")]
    [InlineData("a/*.pt", "b/a/model.pt", false, "and nowhere else")]
    [InlineData("a/*", "a/b/c", false, "a star does not cross a slash")]
    [InlineData("**/logs", "x/y/logs", true, "two stars in front: any folder")]
    [InlineData("logs/**", "logs/a/b", true, "two stars at the end: everything inside")]
    [InlineData("a/**/b", "a/b", true, "two stars inside: also no folder")]
    [InlineData("a/**/b", "a/x/y/b", true, "or several")]
    [InlineData("build/", "build", false, "a slash at the end: folders only")]
    [InlineData("data?", "data1", true, "a question mark is one letter")]
    [InlineData("data?", "data", false, "not none")]
    [InlineData("data[0-3]", "data2", true, "a range")]
    [InlineData("data[!0-3]", "data2", false, "a range taken back")]
    [InlineData("data[!0-3]", "data7", true, "everything but the range")]
    [InlineData("\\#notes", "#notes", true, "a backslash keeps a number sign")]
    [InlineData("\\!important", "!important", true, "or an exclamation mark")]
    [InlineData("# comment", "# comment", false, "a comment says nothing")]
    [InlineData("name  ", "name", true, "blanks at the end do not count")]
    [InlineData("name\\ ", "name ", true, "unless escaped")]
    [InlineData("*.log\n!keep.log", "keep.log", false, "the last line that matches wins")]
    [InlineData("!keep.log\n*.log", "keep.log", true, "in the order of the file")]
    [InlineData("a*b*c*d*e", "aXbXcXdX", false, "many stars do not take for ever")]
    [InlineData("[", "[", true, "a bracket that is not closed is a bracket")]
    [InlineData("", "x", false, "an empty line says nothing")]
    [InlineData("/", "x", false, "nor does a slash alone")]
    public void A_file_is_left_out_by_the_rules_of_git(string rules, string path, bool isIgnored, string why)
    {
        var file = new IgnoreFile("", "", IgnoreFile.Parse(rules.Split('\n')));
        Assert.True(isIgnored == (file.Says(path, isFolder: false) ?? false), why);
    }

    [Fact]
    public void A_folder_is_left_out_by_a_rule_for_folders()
    {
        var file = new IgnoreFile("", "", IgnoreFile.Parse(["build/"]));
        Assert.True(file.Says("x/build", isFolder: true));
    }
}
