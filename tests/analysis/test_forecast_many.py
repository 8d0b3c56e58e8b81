"""Many forecasts at once are the same forecasts, and a series without one does not stop the others."""

import os
import pickle
import pty
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from analysis.errors import BadSeries, NotComparable, TooFewPeriods
from analysis.forecast import forecast, forecast_many
from analysis.windows import Event


def table(columns: int, rows: int = 30, frequency: str = "Q") -> pd.DataFrame:
    index = pd.period_range("2015-01", periods=rows, freq=frequency)
    values = np.random.default_rng(3).poisson(np.linspace(2, 60, columns), (rows, columns)).astype(float)
    return pd.DataFrame(values, index, [("KR", f"KR-{11 + i}") for i in range(columns)])


@pytest.mark.parametrize("workers", [1, 2])
def test_each_is_what_it_would_be_alone(workers):
    many = table(22, rows=14)
    found = forecast_many(many, 4, workers=workers, records=True)
    assert list(found.made) == list(many.columns)
    assert found.refused == {}
    for label, made in found.made.items():
        alone = forecast(many[label], 4)
        pd.testing.assert_frame_equal(made.frame, alone.frame)
        assert (made.method, made.quality, made.notes) == (alone.method, alone.quality, alone.notes)
    label = many.columns[20]
    pd.testing.assert_frame_equal(found.made[label].record.table, forecast(many[label], 4).record.table)


def test_each_refusal_is_told_with_its_series():
    many = table(3)
    many.iloc[3:, 1] = np.nan
    many.iloc[5, 2] = -1
    found = forecast_many(many, 2)
    assert list(found.made) == [many.columns[0]]
    few, bad = (found.refused[label] for label in many.columns[1:])
    assert isinstance(few, TooFewPeriods)
    assert (few.fields["series"], few.fields["found"]) == ("KR KR-12", 3)
    assert isinstance(bad, BadSeries)
    assert str(pickle.loads(pickle.dumps(bad))) == str(bad)


def test_an_event_of_the_indicator_touches_all_of_its_parts():
    since = Event("hand_2024", pd.Timestamp("2022-01-01").date(), None, "blocked", ("police_cases",))
    found = forecast_many(table(2), 2, events=[since])
    assert [type(refusal) for refusal in found.refused.values()] == [NotComparable, NotComparable]


def test_the_population_of_each_series_is_used():
    many = table(2)
    people = pd.DataFrame(1000.0, pd.period_range("2015-01", periods=34, freq="Q"), many.columns)
    people.iloc[30:, 1] = 2000.0
    made = forecast_many(many, 4, population=people).made
    plain = forecast_many(many, 4).made
    pd.testing.assert_frame_equal(made[many.columns[0]].frame, plain[many.columns[0]].frame)
    pd.testing.assert_frame_equal(made[many.columns[1]].frame, 2 * plain[many.columns[1]].frame)


def test_no_series_or_one_label_twice_is_refused():
    with pytest.raises(BadSeries, match="no series"):
        forecast_many(table(3).iloc[:, :0], 2)
    with pytest.raises(BadSeries, match="one label twice"):
        forecast_many(table(3).iloc[:, [0, 0]], 2)


SCRIPT = """
import sys
import numpy as np, pandas as pd
from analysis.forecast import forecast_many
if __name__ == "__main__":
    index = pd.period_range("2000-01", periods=120, freq="M")
    values = np.random.default_rng(1).poisson(40, (120, int(sys.argv[1]))).astype(float)
    forecast_many(pd.DataFrame(values, index), 12, workers=int(sys.argv[2]))
"""


def test_the_bar_is_shown_on_a_terminal_only(tmp_path):
    script = tmp_path / "many.py"
    script.write_text(SCRIPT)
    command = [sys.executable, script, "25", "1"]
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "TERM": "xterm"}
    silent = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert (silent.stdout, silent.stderr) == (b"", b"")
    reader, writer = pty.openpty()
    shown = subprocess.Popen(command, env=environment, stderr=writer)
    os.close(writer)
    text = b""
    while shown.poll() is None or b"25/25" not in text:
        try:
            text += os.read(reader, 4096)
        except OSError:
            break
    assert b"25/25" in text


@pytest.mark.slow
def test_an_interruption_ends_it_and_its_workers(tmp_path):
    script = tmp_path / "many.py"
    script.write_text(SCRIPT)
    running = subprocess.Popen(
        [sys.executable, script, "40000", "2"],
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(5)
    assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode != 0
    assert b"KeyboardInterrupt" in said
    assert gone_within(10, running.pid)


def gone_within(seconds: float, group: int) -> bool:
    """Whether no process of the group is left after a while; the last ones end on their own."""
    for _ in range(int(10 * seconds)):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
