"""Make the small Fashion-MNIST of the exercises.

    python -m tools.exercises.images

It is the first images of every class, in the order of the original files: 200 of each
for training, 50 of each for testing, as unsigned bytes. The same input gives the same
file, byte for byte. The full data set must be in the Keras cache (`make data`).
"""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import numpy as np

from tools import ROOT

FOLDERS = ("in_practice",)  # the assignments that use it
NAME = "fashion_mnist_small.npz"
TRAIN, TEST = 200, 50  # images of each class
README = """\
# Where `fashion_mnist_small.npz` comes from

2,000 images for training and 500 for testing, the first 200 and 50 of each of the ten
classes of Fashion-MNIST, in their original order and unchanged: 28 × 28 grey values
from 0 to 255.

    X_train (2000, 28, 28) uint8     y_train (2000,) uint8
    X_test  (500, 28, 28) uint8      y_test  (500,) uint8

Fashion-MNIST was made by Han Xiao, Kashif Rasul and Roland Vollgraf (Zalando SE), 2017,
<https://github.com/zalandoresearch/fashion-mnist>, paper <https://arxiv.org/abs/1708.07747>.
It may be used under the MIT licence:

> The MIT License (MIT). Copyright © 2017 Zalando SE, https://tech.zalando.com
>
> Permission is hereby granted, free of charge, to any person obtaining a copy of this
> software and associated documentation files (the "Software"), to deal in the Software
> without restriction, including without limitation the rights to use, copy, modify,
> merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
> permit persons to whom the Software is furnished to do so, subject to the following
> conditions:
>
> The above copyright notice and this permission notice shall be included in all copies
> or substantial portions of the Software.
>
> The Software is provided "as is", without warranty of any kind, express or implied,
> including but not limited to the warranties of merchantability, fitness for a
> particular purpose and noninfringement. In no event shall the authors or copyright
> holders be liable for any claim, damages or other liability, whether in an action of
> contract, tort or otherwise, arising from, out of or in connection with the Software
> or the use or other dealings in the Software.
"""


def cache() -> Path:
    """The folder where Keras keeps Fashion-MNIST."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets" / "fashion-mnist"


def read(name: str, header: int) -> np.ndarray:
    """The bytes of one of the four original files behind its header, uint8.

    Raises FileNotFoundError when the data set is not in the cache.
    """
    with gzip.open(cache() / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def part(kind: str, each: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `each` images of every class: (10·each, 28, 28) and (10·each,)."""
    y = read(f"{kind}-labels-idx1-ubyte.gz", 8)
    X = read(f"{kind}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    chosen = np.sort(np.concatenate([np.flatnonzero(y == k)[:each] for k in range(10)]))
    return X[chosen], y[chosen]


def make() -> bytes:
    """The compressed archive of four arrays."""
    X_train, y_train = part("train", TRAIN)
    X_test, y_test = part("t10k", TEST)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, X_train=X_train, y_train=y_train, X_test=X_test, y_test=y_test
    )
    return buffer.getvalue()


def main() -> int:
    """Write the archive and its README beside every source that uses it."""
    try:
        data = make()
    except FileNotFoundError:
        print(
            "Fashion-MNIST is not in the Keras cache; run: make data", file=sys.stderr
        )
        return 1
    for folder in FOLDERS:
        target = ROOT / "solutions" / folder
        target.mkdir(parents=True, exist_ok=True)
        (target / NAME).write_bytes(data)
        (target / "README.md").write_text(README, encoding="utf-8")
        print(f"{(target / NAME).relative_to(ROOT)} ({len(data) / 1e6:.2f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
