"""How high a count may be before it is unusual: four rules for the upper limit of one future count."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, chdtri, gammainc, ndtr, ndtri

# With nine Gauss–Hermite nodes for the log mean and fifteen Gauss–Legendre ones for the chi-square, chances
# down to 0.0001 are within 3 % of those of a fine grid.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
PARTS, SHARES = np.polynomial.legendre.leggauss(15)
PARTS, SHARES = (PARTS + 1) / 2, SHARES / 2


class Threshold(NamedTuple):
    """The upper limit of a count, and the chance of one at least as high as was observed.

    The lower limit of the published rules is the upper one at 1 − alpha.
    """

    upper: float
    p_value: float


def delta(count, mean, se, phi, alpha, freedom=np.inf) -> Threshold:
    """Normal limit of the count to the power 2/3, with the error of the mean by the delta method.

    Here and below `se` is the standard error of the log mean and `phi` the variance over the mean, at least 1.
    Source: Farrington, Andrews, Beale and Catchpole (1996), J. R. Stat. Soc. A 159.
    """
    spread = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + se**2 * mean))
    upper = max(0.0, mean ** (2 / 3) + ndtri(1 - alpha) * spread) ** 1.5
    p_value = float(ndtr((mean ** (2 / 3) - count ** (2 / 3)) / spread))
    return Threshold(float(upper), p_value)


def plug_in(count, mean, se, phi, alpha, freedom=np.inf) -> Threshold:
    """Negative binomial quantiles as if mean and dispersion were known (surveillance calls it nbPlugin).

    Source: Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), Stat. Med. 32.
    """
    return _threshold(count, lambda y: exceedance(y, mean, phi), alpha, mean)


def upper_mean(count, mean, se, phi, alpha, freedom=np.inf) -> Threshold:
    """Negative binomial quantiles at the upper limit of the mean: alpha is spent twice (surveillance: muan).

    Source: Salmon, Schumacher and Höhle (2016), J. Stat. Softw. 70(10).
    """
    high = mean * np.exp(ndtri(1 - alpha) * se)
    return _threshold(count, lambda y: exceedance(y, high, phi), alpha, high)


def predictive(count, mean, se, phi, alpha, freedom=np.inf) -> Threshold:
    """Quantiles of negative binomials averaged over what mean and dispersion may be; our default.

    The log mean is normal, `phi` is its estimate times freedom over a chi-square. `plug_in` leaves both
    out and gives too many alarms on short histories, `upper_mean` counts the first twice and gives too few.
    """
    means = mean * np.exp(se * NODES)[:, None]
    near = plug_in(count, mean, se, phi, alpha).upper
    if np.isinf(freedom):
        return _threshold(count, lambda y: WEIGHTS @ exceedance(y, means, phi)[:, 0], alpha, near)
    phis = np.maximum(1.0, phi * freedom / chdtri(freedom, PARTS))
    return _threshold(count, lambda y: WEIGHTS @ exceedance(y, means, phis) @ SHARES, alpha, near)


def exceedance(count, mean, phi):
    """Chance of at least `count` events where the mean is `mean` and the variance `phi` times the mean.

    Negative binomial with size mean / (phi − 1), Poisson where phi is 1.
    """
    mean, phi = np.broadcast_arrays(np.asarray(mean, float), np.asarray(phi, float))
    if count <= 0:
        return np.ones(mean.shape)
    over = np.maximum(phi - 1, 1e-9)
    return np.where(phi > 1 + 1e-9, betainc(count, mean / over, over / (1 + over)), gammainc(count, mean))


def _threshold(count, chance: Callable, alpha: float, guess: float) -> Threshold:
    return Threshold(_quantile(chance, alpha, guess), min(1.0, float(chance(count))))


def _quantile(chance: Callable, tail: float, guess: float) -> float:
    """The smallest count that is exceeded with a chance of at most `tail`, looked for from a guess on."""
    high, step = int(guess), 1
    low = high - 1
    while chance(high + 1) > tail:
        low, high, step = high, high + step, 2 * step
    while low >= 0 and chance(low + 1) <= tail:
        low, high, step = max(low - step, -1), low, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle + 1) <= tail else (middle, high)
    return float(high)


RULES = {"delta": delta, "plug_in": plug_in, "upper_mean": upper_mean, "predictive": predictive}
