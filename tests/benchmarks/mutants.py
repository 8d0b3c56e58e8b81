"""Read 10,000 damaged files and count how they end.

    python tests/benchmarks/mutants.py [--count N] [--first N] [--real N]

Each mutant goes through the code of the child process in one long-lived worker under the same bounds, and its
answer through the code of the parent; every Nth also through a real child. Prints a line for each mutant that
ends in anything but a grid or a code of problems.toml, and a summary. Exits 1 if there was one.
"""

import argparse
import io
import multiprocessing
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from data.ingest import child, gate, grid  # noqa: E402
from data.ingest.limits import Limits  # noqa: E402
from data.ingest.parent import Stream  # noqa: E402
from data.ingest.problems import Refused, codes  # noqa: E402
from data.ingest.wire import line  # noqa: E402
from tests.data.ingest.mutating import mutant  # noqa: E402

LIMITS = Limits()
DEATH = "reader_died"


def inside(content: bytes) -> str:
    """How the file ends, without a process of its own: 'read', a code, or the last line of a traceback."""
    kept, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
    try:
        try:
            if not content:
                raise gate.Rejected("empty_file")
            child.read(content, LIMITS)
            line(end=True)
        except gate.Rejected as rejected:
            line(rejected=rejected.code, fields=rejected.fields)
        answer = io.BytesIO(sys.stdout.buffer.getvalue())
        stream = Stream(
            SimpleNamespace(stdout=answer, wait=lambda timeout: 1), SimpleNamespace(rang=False), LIMITS
        )
        grid._grid("a", stream)
        return "read"
    except gate.Rejected as rejected:
        return rejected.code
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the fast reader is none of Exception
        return f"{type(error).__name__}: {error} at {traceback.extract_tb(error.__traceback__)[-1]}"
    finally:
        sys.stdout = kept


def work(pipe) -> None:
    # The worker holds the parent's libraries as well, hence twice the memory.
    most = 2 * LIMITS.memory_mib * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    while True:
        number = pipe.recv()
        pipe.send(inside(mutant(number)[2]))


def worker():
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=work, args=(far,), daemon=True)
    process.start()
    far.close()
    return process, near


def real(number: int, folder: Path) -> str:
    _, name, content = mutant(number)
    path = folder / name
    path.write_bytes(content)
    try:
        grid.read(path, LIMITS)
        return "read"
    except Refused as refused:
        return refused.code
    except Exception as error:  # noqa: BLE001 - the count of these is what is measured
        return f"{type(error).__name__} in the parent: {error}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--real", type=int, default=50, help="every Nth goes through a real child too")
    asked = parser.parse_args()
    ends, panics, odd, slowest, deaths, children = Counter(), Counter(), [], 0.0, 0, 0
    process, pipe = worker()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.first, asked.first + asked.count):
            began = time.monotonic()
            pipe.send(number)
            try:
                end = pipe.recv() if pipe.poll(LIMITS.wall_seconds) else "reader_time"
            except EOFError:
                end = DEATH
            slowest = max(slowest, time.monotonic() - began)
            if end in (DEATH, "reader_time"):
                process.kill()
                deaths += 1
                process, pipe = worker()
            through_child = number % asked.real == 0 or (end not in codes() and end != "read")
            if through_child:
                children += 1
                ended = real(number, Path(folder))
                if end not in codes() and end != "read":
                    panics[end.partition(":")[0]] += 1
                    print(f"{number} {mutant(number)[:2]}: {end} → {ended}", flush=True)
                elif ended != end:
                    print(
                        f"{number} {mutant(number)[:2]}: {end} in the worker, {ended} in a child", flush=True
                    )
                end = ended
            ends[end] += 1
            if end not in codes() and end != "read":
                odd.append(number)
            if number % 500 == 499:
                print(f"{number + 1:,} …", file=sys.stderr, flush=True)
    process.kill()
    print(dict(ends.most_common()))
    print(f"through a real child: {children}; deaths of the worker: {deaths}; slowest {slowest:.2f} s")
    print(f"exceptions in the child: {dict(panics)}; ends without a code: {odd}")
    return 1 if odd else 0


if __name__ == "__main__":
    sys.exit(main())
