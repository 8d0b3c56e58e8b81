"""Where texts go so that none lies on another: lanes above a plot, spread labels at line ends."""

from collections.abc import Sequence


def lanes(spans: Sequence[tuple[float, float]], stems: Sequence[float], gap: float = 8) -> list[int]:
    """For each text over a plot, (from, to) in px with a stem down to its place, the lane it hangs in.

    Lane 0 is the lowest. No text lies on another of its lane; no stem runs through a text below it, unless
    neither order of hanging them, from the right or from the left, allows that.
    """
    order = sorted(range(len(spans)), key=lambda i: (-stems[i], -i))
    tries = [hang(spans, stems, turn, gap) for turn in (order, order[::-1])]
    return min(tries, key=lambda lanes: (crossings(spans, stems, lanes), max(lanes, default=0)))


def crosses(spans, stems, low: int, high: int) -> bool:
    """Whether the stem of the text hung high runs through the text hung low."""
    return spans[low][0] + 1 < stems[high] < spans[low][1] - 1


def crossings(spans, stems, chosen: Sequence[int]) -> int:
    pairs = [(i, j) for i in range(len(spans)) for j in range(len(spans)) if chosen[i] < chosen[j]]
    return sum(crosses(spans, stems, i, j) for i, j in pairs)


def hang(spans, stems, order: Sequence[int], gap: float) -> list[int]:
    chosen: dict[int, int] = {}

    def fits(i: int, lane: int) -> bool:
        for j, other in chosen.items():
            meets = spans[i][0] < spans[j][1] + gap and spans[j][0] < spans[i][1] + gap
            if other == lane and meets:
                return False
            low, high = (j, i) if other < lane else (i, j)
            if other != lane and crosses(spans, stems, low, high):
                return False
        return True

    for i in order:
        alone = max([len(spans), *(lane + 1 for lane in chosen.values())])
        chosen[i] = next((lane for lane in range(len(spans)) if fits(i, lane)), alone)
    return [chosen[i] for i in range(len(spans))]


def spread(places: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places moved as little as needed so that neighbours stand half their two gaps apart, inside low..high.

    Pool-adjacent-violators on the places less their cumulated gaps; the order is kept.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    offsets, total = [], 0.0
    for rank, i in enumerate(order):
        total += (gaps[order[rank - 1]] + gaps[i]) / 2 if rank else 0
        offsets.append(total)
    pools: list[list[float]] = []
    for i, offset in zip(order, offsets, strict=True):
        pools.append([places[i] - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, count = pools.pop()
            before, many = pools[-1]
            pools[-1] = [(before * many + mean * count) / (many + count), many + count]
    flat = [mean for mean, count in pools for _ in range(int(count))]
    moved = [0.0] * len(order)
    for i, base, offset in zip(order, flat, offsets, strict=True):
        moved[i] = min(max(base, low), high - total) + offset
    return moved
