"""Rows a second and peak memory of our reading beside pandas, openpyxl and plain calamine, as ratios of one run.

    python tests/benchmarks/read_bench.py [--sizes N ...] [--kinds xlsx csv] [--readers NAME ...] [--folder DIR]

Incident sheets of ten columns are written once to the folder, xlsx with shared strings as Excel does. Each
reading is a process of its own, the fastest of --runs counted; memory is the kernel's peak (VmHWM) of that
process and of its child. `pandas` means read_excel(engine="openpyxl") for xlsx: minutes for a million rows.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
SIZES = (10_000, 100_000, 1_000_000)
HEADER = (
    "사건번호", "접수일", "발생일", "시도경찰청", "범죄 유형", "피의자 나이", "피의자 성별", "피해자 수",
    "피해자 연령대", "비고",
)  # fmt: skip
PLACES = (
    "서울",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "세종",
    "경기남부",
    "경기북부",
    "강원",
    "제주",
)
TYPES = ("제작", "반포·판매", "소지·구입·저장·시청", "협박·강요", "기타")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY_0 = date(1899, 12, 30)


def rows(count: int):
    """Made-up incidents, the same on every machine; a day is a number of days since 1899-12-30."""
    dice = random.Random(1)
    start = (date(2014, 1, 1) - DAY_0).days
    for number in range(count):
        reported = start + dice.randrange(4_000)
        yield (
            f"SYN-{number}", reported, reported - dice.randrange(60), dice.choice(PLACES), dice.choice(TYPES),
            dice.randrange(12, 60), dice.choice("남여"), dice.randrange(1, 5), f"{dice.randrange(1, 6)}0대", "",
        )  # fmt: skip


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n")
        for row in rows(count):
            days = (str(DAY_0 + timedelta(days=day)) for day in row[1:3])
            file.write(",".join([row[0], *days, *map(str, row[3:])]) + "\n")


def write_xlsx(path: Path, count: int) -> None:
    strings: dict[str, int] = {}

    def cell(letter: str, number: int, value) -> str:
        if value == "":
            return ""
        if isinstance(value, str):
            place = strings.setdefault(value, len(strings))
            return f'<c r="{letter}{number}" t="s"><v>{place}</v></c>'
        style = ' s="1"' if letter in "BC" else ""
        return f'<c r="{letter}{number}"{style}><v>{value}</v></c>'

    def line(number: int, row) -> bytes:
        cells = "".join(cell(letter, number, value) for letter, value in zip("ABCDEFGHIJ", row, strict=True))
        return f'<row r="{number}">{cells}</row>'.encode()

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + line(1, HEADER))
            for number, row in enumerate(rows(count), start=2):
                sheet.write(line(number, row))
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for text in strings:
                part.write(f"<si><t>{text}</t></si>".encode())
            part.write(b"</sst>")
        for name, text in parts().items():
            archive.writestr(name, text)


def parts() -> dict[str, str]:
    names = {
        "workbook": "sheet.main",
        "worksheets/sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    kinds = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for name, kind in names.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(
            [("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings")],
            start=1,
        )
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f"{relations}{links}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="사건" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill>'
        '<patternFill patternType="none"/></fill></fills><borders>'
        '<border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
    }


def grid_read(path: str) -> int:
    from data.ingest import grid
    from data.ingest.limits import LARGE

    return int(grid.read(path, LARGE).sheets[0].cells["row"].iloc[-1]) - 1


def counted(path: str) -> int:
    from data.counting.counts import counts
    from data.ingest.limits import LARGE

    return int(counts(path, date="접수일", limits=LARGE).frame["count"].sum())


def pandas_read(path: str) -> int:
    import pandas as pd

    return len(pd.read_csv(path) if path.endswith("csv") else pd.read_excel(path, engine="openpyxl"))


def calamine_read(path: str) -> int:
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows()) - 1


READERS = {"grid": grid_read, "counts": counted, "pandas": pandas_read, "calamine": calamine_read}


def peak(process: str) -> int:
    """Most KiB of memory a process has held, 0 once it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def one(reader: str, path: str) -> dict:
    """Seconds and peaks of one reading in this process, its imports left out."""
    import pandas  # noqa: F401 - every program here has it in memory already

    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            for task in Path("/proc/self/task").iterdir():
                for child in (task / "children").read_text(encoding="ascii").split():
                    most[0] = max(most[0], peak(child))

    watcher = threading.Thread(target=watch)
    watcher.start()
    before, began = peak("self"), time.perf_counter()
    try:
        found = READERS[reader](path)
        seconds = time.perf_counter() - began
    finally:
        done.set()
        watcher.join()
    return {"rows": found, "seconds": seconds, "before": before, "own": peak("self"), "child": most[0]}


def measured(reader: str, path: Path, times: int) -> dict:
    runs = []
    for _ in range(times):
        run = subprocess.run(
            [sys.executable, __file__, "--one", reader, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            return {"failed": run.stderr.strip().splitlines()[-1:]}
        runs.append(json.loads(run.stdout))
    return min(runs, key=lambda found: found["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--kinds", nargs="+", choices=("xlsx", "csv"), default=("xlsx", "csv"))
    parser.add_argument("--readers", nargs="+", choices=READERS, default=tuple(READERS))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "read_bench")
    parser.add_argument("--runs", type=int, default=2, help="the fastest of so many counts")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(*asked.one)))
        return
    asked.folder.mkdir(exist_ok=True)
    heads = ("file", "reader", "rows/s", "seconds", "µs/cell", "own MiB", "child MiB", "× grid")
    print("{:>14} {:>9} {:>10} {:>8} {:>8} {:>8} {:>9} {:>7}".format(*heads))
    for kind in asked.kinds:
        for size in asked.sizes:
            path = asked.folder / f"{size}.{kind}"
            if not path.exists():
                (write_csv if kind == "csv" else write_xlsx)(path, size)
            base = None
            for reader in asked.readers:
                if (kind, reader) == ("csv", "calamine"):
                    continue
                found = measured(reader, path, asked.runs)
                if "failed" in found:
                    print(f"{path.name:>14} {reader:>9} {found['failed']}", flush=True)
                    continue
                base = base or found["seconds"]
                print(
                    f"{path.name:>14} {reader:>9} {found['rows'] / found['seconds']:>10,.0f} "
                    f"{found['seconds']:>8.2f} "
                    f"{1e6 * found['seconds'] / size / 10:>8.2f} {(found['own'] - found['before']) / 1024:>8.0f} "
                    f"{found['child'] / 1024:>9.0f} {found['seconds'] / base:>7.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
