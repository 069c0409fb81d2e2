"""Time the article's training loop against the chapter's: `make bench-book`.

Both train the repaired network of the chapter on initialisation (experiment AE2)
for two epochs, from the same seed. The article returns to Python after every step,
the chapter after a hundred (`steps_per_execution`). The losses must be the same. The
two take turns; the fastest turn of each counts, since other work on the machine can
only make a turn slower.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table

from tools.book.data import FASHION_MNIST, keras_home

SEED = 0
# Sums of the same 32-bit losses, added up in another order or in another graph.
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Way:
    """One way to run the same training."""

    name: str
    steps_per_execution: int


WAYS = (Way("as the article writes it", 1), Way("as the chapter runs it", 100))


@dataclass(frozen=True)
class Run:
    """What a run took and found: seconds in all, training loss after each epoch."""

    way: Way
    seconds: float
    losses: tuple[float, ...]


def train(way: Way, epochs: int) -> Run:
    """Run AE2: 300 + 49 × 100 ReLU units, He, SGD 0.001, batches of 32."""
    import keras
    import numpy as np

    (images, labels), _ = keras.datasets.fashion_mnist.load_data()
    images = images / np.float32(255)
    keras.utils.set_random_seed(SEED)
    layers = [keras.layers.Input((28, 28)), keras.layers.Flatten()]
    for units in (300, *49 * (100,)):
        layers.append(
            keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal")
        )
    model = keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=0.001),
        metrics=["accuracy"],
        steps_per_execution=way.steps_per_execution,
    )
    start = time.perf_counter()
    history = model.fit(
        images[5000:],
        labels[5000:],
        batch_size=32,
        epochs=epochs,
        validation_data=(images[:5000], labels[:5000]),
        verbose=0,
    )
    seconds = time.perf_counter() - start
    return Run(way, seconds, tuple(history.history["loss"]))


def largest_difference(runs: list[Run]) -> float:
    """Return the largest difference between the losses of any two runs, by epoch."""
    by_epoch = zip(*(run.losses for run in runs), strict=True)
    return max(max(losses) - min(losses) for losses in by_epoch)


def table_of(runs: list[Run]) -> Table:
    """Return seconds and losses of each run."""
    table = Table(title="AE2: the fifty-layer network with He's weights")
    table.add_column("training")
    table.add_column("seconds", justify="right")
    table.add_column("loss after each epoch")
    for run in runs:
        losses = "  ".join(f"{loss:.6f}" for loss in run.losses)
        table.add_row(run.way.name, f"{run.seconds:.1f}", losses)
    return table


@click.command()
@click.option("--epochs", type=click.IntRange(1), default=2, show_default=True)
@click.option("--turns", type=click.IntRange(1), default=3, show_default=True)
def main(epochs: int, turns: int) -> None:
    """Train both ways in turn; exit code 1 when their losses differ."""
    if not FASHION_MNIST.is_valid(keras_home() / "datasets"):
        sys.exit("rectified: Fashion-MNIST is not in the Keras cache; run: make data")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    console = Console()
    with console.status("training, now one way, now the other"):
        runs = [train(way, epochs) for _ in range(turns) for way in WAYS]
    console.print(table_of(runs))
    article, chapter = (
        min(run.seconds for run in runs if run.way == way) for way in WAYS
    )
    console.print(f"The chapter's way is {article / chapter:.2f} times as fast.")
    difference = largest_difference(runs)
    if difference > TOLERANCE:
        sys.exit(
            f"rectified: the losses differ by {difference:.1e} for the same seed; "
            "the chapter does not do the article's training"
        )
    console.print(f"Same seed, same losses (largest difference {difference:.0e}).")


if __name__ == "__main__":
    main()
