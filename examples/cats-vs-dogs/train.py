"""Cats against dogs with fastai and ResNet-50, in three timed phases: the workload of "Maximize your GPU dollars" (J. Hale, 2018).

The download and the building of the data loaders are left out of the time, as in the article. About 99.5 % of the validation pictures
should come out right.
"""

import argparse
import signal
import sys

from phases import Phases, key, say

NAMES = ["fit one cycle", "unfreeze and fit", "predict with augmentation"]


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--batch-size", type=int, default=64)
    flags.add_argument("--image-size", type=int, default=224)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--download-only", action="store_true", help="fetch the pictures and the weights, and stop")
    wish = flags.parse_args()
    if wish.batch_size < 1 or wish.image_size < 32:
        flags.error("--batch-size must be 1 or more, --image-size 32 or more")

    try:
        from fastai.vision.all import ImageDataLoaders, Resize, URLs, accuracy, aug_transforms, models, set_seed, untar_data, vision_learner
    except ImportError:
        sys.exit("cats-vs-dogs: fastai is not installed here; pip install 'fastai>=2.7,<3'")

    # On a reclaim the phase that is under way is lost; what ended is on the disk already.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    set_seed(wish.seed, reproducible=False)
    pictures = untar_data(URLs.DOGS)
    loaders = ImageDataLoaders.from_folder(
        pictures, train="train", valid="valid", item_tfms=Resize(wish.image_size), batch_tfms=aug_transforms(), bs=wish.batch_size, seed=wish.seed)
    learner = vision_learner(loaders, models.resnet50, metrics=accuracy)
    if wish.download_only:
        return

    phases = Phases(NAMES)
    if phases.last_done() is not None:
        learner.load(phases.path_of(phases.last_done()).with_suffix("").absolute())
        print(f"going on after: {phases.last_done()}", flush=True)
    train(learner, phases)


def train(learner, phases):
    fit, refit, predict = NAMES

    def unfreeze_and_fit():
        learner.unfreeze()
        learner.fit_one_cycle(1, slice(1e-6, 1e-4))

    for name, work in ((fit, lambda: learner.fit_one_cycle(1)), (refit, unfreeze_and_fit)):
        if phases.is_done(name):
            continue
        phases.run(name, work)
        phases.keep(name, lambda path: learner.save(path.with_suffix("").absolute(), with_opt=False))
        phases.tell(name, accuracy=round(float(learner.recorder.values[-1][-1]), 5))

    said, truth = phases.run(predict, learner.tta)
    right = float((said.argmax(dim=1) == truth).float().mean())
    phases.tell(predict, accuracy=round(right, 5))
    say(f"note accuracy {right:.4f} after {phases.total():.1f} s in three phases")
    print(f"final accuracy {right:.4f}")
    for name in NAMES:
        print(f"final {key(name)} {phases.seconds[name]:.2f} s")
    print(f"final total {phases.total():.2f} s")
    print(phases.results_line("cats-vs-dogs", "here"))


if __name__ == "__main__":
    main()
