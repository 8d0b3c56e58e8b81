"""The exhaustive search against one regression at a time, and memory that shuffling keeps or loses."""

from itertools import combinations

import numpy as np
import pytest

from analysis.search import Search, memory, memory_beside, shuffled

N = 24
TIME = np.arange(N, dtype=float)


def steps(places):
    return (TIME[:, None] >= np.asarray(places)).astype(float)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_every_choice_is_tried(k):
    """Residual sums of numpy's lstsq for every choice of places at least 4 apart, one after another."""
    rng = np.random.default_rng(k)
    base = np.column_stack([np.ones(N), TIME])
    responses, weights = rng.normal(size=(N, 5)), rng.uniform(1, 4, N)
    places = np.arange(3, N - 2)
    found = Search(base, steps(places), places, 3, 4, weights).best(responses, k)
    root = np.sqrt(weights)[:, None]
    expected = {}
    for chosen in combinations(places, k):
        if np.all(np.diff(chosen) >= 4):
            design = np.column_stack([base, steps(chosen)]) * root
            left = responses * root - design @ np.linalg.lstsq(design, responses * root, rcond=None)[0]
            expected[chosen] = (left**2).sum(axis=0)
    for column in range(5):
        best = min(expected, key=lambda chosen, column=column: expected[chosen][column])
        assert tuple(found.places[column]) == best
        assert found.rss[column] == pytest.approx(expected[best][column])


def test_what_the_base_already_has_is_no_place():
    base = np.column_stack([np.ones(N), steps([10])])
    places = np.arange(3, N - 2)
    assert 10 not in Search(base, steps(places), places, 1, 4).places


def remembered(rng, number, n, share):
    noise = rng.normal(size=(number, n))
    for t in range(1, n):
        noise[:, t] = share * noise[:, t - 1] + np.sqrt(1 - share**2) * noise[:, t]
    return noise


def test_memory_is_told_on_average_and_none_is_little():
    """Raised by half on purpose; what is below 0 is 0, so white noise of 60 keeps a little."""
    rng, design = np.random.default_rng(5), np.column_stack([np.ones(60), np.arange(60)])
    basis = np.linalg.qr(design)[0]

    def left(share):
        made = remembered(rng, 400, 60, share)
        return made - made @ basis @ basis.T

    assert np.mean([memory(row, design) for row in left(0.4)]) == pytest.approx(0.57, abs=0.04)
    assert np.mean([memory(row, design) for row in left(0.0)]) < 0.09
    assert memory(left(0.4)[0][:23], design[:23]) == 0


def test_the_search_takes_memory_away_and_gets_it_back():
    rng, places = np.random.default_rng(6), np.arange(9, 52)
    columns = (np.arange(60)[:, None] >= places).astype(float)
    search = Search(np.ones((60, 1)), columns, places, 2, 9)
    made = [memory_beside(search, row, 2, 1) for row in remembered(rng, 150, 60, 0.4)]
    assert np.mean(made) > 0.3


def test_shuffling_keeps_the_values_or_their_memory():
    series = remembered(np.random.default_rng(7), 1, 200, 0.6)[0]
    mixed = shuffled(series, 50, 1)
    np.testing.assert_allclose(np.sort(mixed, axis=0), np.sort(series)[:, None].repeat(50, axis=1))
    kept = shuffled(series, 50, 1, 0.6)
    correlations = [np.corrcoef(row[1:], row[:-1])[0, 1] for row in kept.T]
    assert np.mean(correlations) == pytest.approx(0.6, abs=0.05)
    assert (shuffled(series, 3, 1) == shuffled(series, 3, 1)).all()
