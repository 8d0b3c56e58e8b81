"""Simulated counts in which nothing happens, and the same with a planted change, for measuring false claims.

Every shape is a null: its mean has no trend and no step beyond its own season. `factor` plants one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom


@dataclass(frozen=True)
class Shape:
    """Frequency, usual length and mean of a period; `size` is the negative binomial's (None: Poisson).

    `season` is the amplitude of a yearly cosine on the log mean, `zeros` the chance that a period is empty
    whatever its mean, `memory` the correlation of a period's log mean with the one before it.
    """

    frequency: str
    length: int
    mean: float
    size: float | None = None
    season: float = 0.0
    zeros: float = 0.0
    memory: float = 0.0


SHAPES = {
    "poisson": Shape("M", 60, 12),
    "negative_binomial": Shape("M", 60, 15, size=5),
    "seasonal": Shape("M", 60, 12, season=0.5),
    "short": Shape("Y", 8, 40),
    "zero_heavy": Shape("M", 60, 1.5, size=2, zeros=0.4),
    "autocorrelated": Shape("M", 60, 20, memory=0.4),
}
# Standard deviation of the log mean that remembers: with a mean of 20 a variance of about twice Poisson's.
MEMORY_SPREAD = 0.2


def simulate(name: str, number: int, seed: int, length: int | None = None, factor=1.0) -> np.ndarray:
    """So many series of a shape, one a row, as floats; `factor` multiplies the mean, period by period."""
    shape, rng = SHAPES[name], np.random.default_rng(seed)
    n = length or shape.length
    yearly = {"Y": 1, "Q": 4, "M": 12}[shape.frequency]
    wave = shape.season * np.cos(2 * np.pi * np.arange(n) / yearly)
    mean = np.broadcast_to(shape.mean * np.exp(wave) * factor, (number, n)).copy()
    if shape.memory:
        mean *= np.exp(_remembered(rng, number, n, shape.memory) - MEMORY_SPREAD**2 / 2)
    if shape.size:
        mean *= rng.gamma(shape.size, 1 / shape.size, mean.shape)
    counts = rng.poisson(mean)
    return np.where(rng.random(counts.shape) < shape.zeros, 0, counts).astype(float)


def periods(name: str, length: int | None = None) -> pd.PeriodIndex:
    """The periods of a shape; they end with 2024."""
    shape = SHAPES[name]
    end = pd.Period("2024-12", freq=shape.frequency)
    return pd.period_range(end=end, periods=length or shape.length, freq=shape.frequency)


def _remembered(rng, number: int, n: int, memory: float) -> np.ndarray:
    noise = rng.normal(0, MEMORY_SPREAD, (number, n))
    for t in range(1, n):
        noise[:, t] = memory * noise[:, t - 1] + np.sqrt(1 - memory**2) * noise[:, t]
    return noise


def most_false(number: int, level: float = 0.05) -> int:
    """How many false claims are let pass: a method of twice the level would make more in 95 of 100 runs."""
    return int(binom.ppf(0.05, number, 2 * level)) - 1
