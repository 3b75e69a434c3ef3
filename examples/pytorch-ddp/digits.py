"""The data: 1,797 handwritten digits of 8 x 8 pixels that come with scikit-learn, or made-up ones where it is not installed."""

import torch


def load(device):
    """Images, labels and where they come from."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        return (*(part.to(device) for part in synthetic()), "synthetic")
    digits = load_digits()
    images = torch.tensor(digits.images, dtype=torch.float32).unsqueeze(1) / 16
    return images.to(device), torch.tensor(digits.target, dtype=torch.int64).to(device), "scikit-learn digits"


def synthetic(count=1797, seed=7):
    """Ten fixed patterns, each image one of them in noise: learnable, and the same on every machine."""
    random = torch.Generator().manual_seed(seed)
    patterns = torch.rand(10, 1, 8, 8, generator=random)
    labels = torch.randint(10, (count,), generator=random)
    return patterns[labels] * 0.6 + torch.rand(count, 1, 8, 8, generator=random) * 0.4, labels
