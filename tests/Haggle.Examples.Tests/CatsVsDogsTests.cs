using System.Globalization;

namespace Haggle.Examples.Tests;

/// <summary>fastai and its pictures cannot be had here: a stand-in with the same names takes their place, so that what is ours can be run.</summary>
public sealed class CatsVsDogsTests
{
    private const string StandIn = """
        import os, time
        class URLs: DOGS = "dogs"
        class models: resnet50 = "resnet50"
        accuracy = "accuracy"
        def untar_data(url): return url
        def Resize(size): return size
        def aug_transforms(): return []
        def set_seed(seed, reproducible): pass
        class ImageDataLoaders:
            @staticmethod
            def from_folder(path, **settings): return settings
        class Answer(list):
            def argmax(self, dim): return self
            def __eq__(self, other): return Answer(a == b for a, b in zip(list(self), list(other)))
            def float(self): return self
            def mean(self): return sum(self) / len(self)
        class Recorder: values = [[0.1, 0.2, 0.987]]
        class Learner:
            recorder = Recorder()
            def log(self, word):
                with open(os.environ["DEEDS"], "a") as file: file.write(word + "\n")
            def fit_one_cycle(self, epochs, rates=None):
                self.log("fit")
                if os.environ.get("FAIL_AT") == str(len(open(os.environ["DEEDS"]).read().split("fit")) - 1): os._exit(9)
            def unfreeze(self): self.log("unfreeze")
            def tta(self):
                self.log("tta")
                return Answer([1, 0, 1, 1]), Answer([1, 0, 1, 0])
            def save(self, path, with_opt):
                with open(str(path) + ".pth", "w") as file: file.write("weights")
            def load(self, path): self.log("load " + os.path.basename(str(path)))
        def vision_learner(loaders, model, metrics): return Learner()
        """;

    [Fact]
    public async Task Three_phases_are_timed_told_and_written_as_a_result()
    {
        using var scratch = Ground();
        var result = await Start(scratch).ResultAsync();
        Assert.StartsWith("final accuracy 0.7500", result, StringComparison.Ordinal);
        Assert.Contains("task,offer,measured_seconds,phases", result, StringComparison.Ordinal);
        Assert.Contains("fit_one_cycle=", result, StringComparison.Ordinal);
        Assert.Equal(["fit", "unfreeze", "fit", "tta"], await File.ReadAllLinesAsync(scratch.Path("deeds"), CancellationToken.None));
    }

    [Fact]
    public async Task The_phases_are_told_by_the_documented_lines()
    {
        using var scratch = Ground();
        using var training = Start(scratch);
        Assert.Equal(0, (await training.EndAsync()).Code);
        var lines = training.Output.Where(line => line.StartsWith("::haggle ", StringComparison.Ordinal)).ToArray();
        Assert.Equal([0, 1, 1, 2, 2, 3], lines.Where(line => line.StartsWith("::haggle progress ", StringComparison.Ordinal)).Select(Training.StepOf));
        Assert.Equal(["::haggle checkpoint step=1 path=phase-1.pth", "::haggle checkpoint step=2 path=phase-2.pth"], lines.Where(line => line.StartsWith("::haggle checkpoint ", StringComparison.Ordinal)));
        Assert.Equal(0.987, Training.Number(lines.First(line => line.Contains("seconds_fit_one_cycle", StringComparison.Ordinal)), "accuracy"));
    }

    [Fact]
    public async Task A_phase_that_ended_is_not_done_again()
    {
        using var scratch = Ground();
        Assert.Equal(9, (await Start(scratch, ("FAIL_AT", "2")).EndAsync()).Code);
        await Start(scratch).ResultAsync();
        Assert.Equal(["fit", "unfreeze", "fit", "load phase-1", "unfreeze", "fit", "tta"], await File.ReadAllLinesAsync(scratch.Path("deeds"), CancellationToken.None));
    }

    private static Scratch Ground()
    {
        var scratch = new Scratch();
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "needs python3 (apt-get install python3)");
        var package = Directory.CreateDirectory(scratch.Path("stand-in/fastai/vision")).FullName;
        File.WriteAllText(Path.Combine(package, "all.py"), StandIn);
        File.WriteAllText(Path.Combine(package, "__init__.py"), "");
        File.WriteAllText(scratch.Path("stand-in/fastai/__init__.py"), "");
        return scratch;
    }

    private static Training Start(Scratch scratch, params (string Name, string Value)[] more) => Training.Start(
        Repository.Path("examples", "cats-vs-dogs"), "/usr/bin/python3", ["-B", "train.py"],
        [
            ("PYTHONPATH", scratch.Path("stand-in")), ("HAGGLE_RUN_ID", 7.ToString(CultureInfo.InvariantCulture)), ("HAGGLE_CHECKPOINT_DIR", scratch.Path("checkpoints")), ("DEEDS", scratch.Path("deeds")), .. more,
        ]);
}
