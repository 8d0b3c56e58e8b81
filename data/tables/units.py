"""Units and scales in words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from data.tables.text import clean, key, label

# Names as in the catalogue where it has one; `count` says that something is counted but not what.
_WORDS = {
    "case": """건 건수 사건 사건수 발생건수 검거건수 件 件數 發生數 宗 case cases incident incidents offence offences
        offense offenses crime crimes""",
    "person": """명 인 인원 인원수 사람 명수 人 人數 名 人次 인구 인구수 총인구수 person persons people headcount victim
        victims offender offenders suspect suspects pupil pupils student students inhabitants population""",
    "household": "세대 세대수 가구 가구수 戶 戶數 household households",
    "school": "교 개교 학교수 校 校數 所 school schools",
    "report": "신고건수 report reports call calls",
    "post": "게시물 게시물수 post posts",
    "count": "개 개수 개소 대 회 수 個 次 輛 no. no number numbers num n # count counts each",
    "percent": """% pct percent percentage percentages 퍼센트 백분율 구성비 구성비율 비율 점유율 비중 百分比 比率 share
        proportion proportions""",
    "points": "%p %포인트 퍼센트포인트 百分點 pp percentagepoint percentagepoints",
    "rate": "rate rates 비 율 률 발생비 比 率 ratio",
    "index": "지수 指數 index score 점 점수",
    "change": "trend 증감 增減 change",
    "year": "세 살 년 歲 年 years yrs",
    "day": "일 天 日 days day",
    "hour": "시간 hours hrs 小時",
    "currency": "원 元 $ £ € ₩ ¥ krw usd aud gbp twd dollars won",
}
_UNITS = {key(word): name for name, words in _WORDS.items() for word in words.split()}
# Counts of things may be added; shares, rates, means and changes may not.
_ADDITIVE = {"case", "person", "household", "school", "report", "post", "count", "currency", "day", "hour"}
# In brackets after a label only these are units; `(발생)`, `(victims)` and `(일)` are part of the name.
_BRACKETED = {
    "명", "인", "건", "개", "교", "개교", "원", "회", "세대", "가구", "%", "%p", "人", "件", "名", "戶", "校", "次",
    "元", "no", "number", "n", "cases", "persons", "people",
}  # fmt: skip
_SCALES = {
    "십": 10, "백": 100, "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8, "십억": 1e9,
    "조": 1e12, "十": 10, "百": 100, "千": 1e3, "萬": 1e4, "十萬": 1e5, "百萬": 1e6, "億": 1e8, "'000": 1e3,
    "000": 1e3, "'000s": 1e3, "000s": 1e3, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "million": 1e6,
    "millions": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9,
}  # fmt: skip
_SCALE_OF = {key(word): scale for word, scale in _SCALES.items()}
_SCALE = "|".join(sorted(map(re.escape, _SCALE_OF), key=len, reverse=True))
# As a whole unit a scale needs a full word: `m` and `조` alone are no thousands of anything.
_SCALE_ALONE = {word for word in _SCALE_OF if len(word) > 2} | {"천", "만", "억", "千", "萬", "億"}
_PER = (
    re.compile(rf"\D*?(\d[\d,]*)?\s*({_SCALE})?\s*[명인人]\s*당.*"),
    re.compile(rf"每\s*(\d[\d,]*)?({_SCALE})?.*"),
    re.compile(rf".*?(?:\bper(?:\s+|(?=\d))|(?<!\d)/(?=\d{{3}}|[십천만]))(\d[\d,]*)?\s*({_SCALE})?(?:\s.*)?"),
)
_MONEY = re.compile(rf"(?:us|nt|a|c|nz)?[$£€₩¥]({_SCALE})?")
_STATED = re.compile(
    r"[(\[<〈【※○*\s-]*(?:단위|單位|单位|units?(?:\s+of\s+measure)?)(?:\s*/\s*units?)?\s*[:：=]\s*(.+?)[)\]>〉】\s]*",
    re.I,
)
# Words whose last letter looks like 률, a rate, but is not: 법률, 자율, 규율, 조율.
_NAMED = {
    "points": re.compile(r"percentage points?|% ?포인트|%p\b"),
    "change": re.compile(
        r"증감|증가율|감소율|增減|\btrend\b|\bchange (?:from|on|since)\b|\bchange$|전년 ?(?:동기 ?)?대비"
    ),
    "percent": re.compile(r"%|\bper ?cent|\bpct\b|구성비|百分比|비율|비중|\bproportion of\b"),
    "mean": re.compile(r"^(?:mean|average|median)\b|평균|중위|平均"),
    "rate": re.compile(
        r"\brates?\b|[가-힣](?<![법자규조])[율률](?:\s*\(.*)?$|발생비|率$|(?:^|\d)\s*(?:세대|가구|인|명|교|건) ?당"
    ),
    "index": re.compile(r"\bindex\b|지수$"),
    "case": re.compile(r"건수$|件數$|發生數$"),
    "person": re.compile(r"(?:인원|명수|자수|학생수|인구)$|人數$"),
}
_NUMBER_OF = re.compile(r"(?:total\s+)?(?:no\.?|numbers?|counts?)\s+of\s+(.*)")


@dataclass(frozen=True)
class Unit:
    """`name`: case, person, household, school, report, post, count, percent, points, rate, index, change, mean, …

    A value times `scale` is in that unit; `per` is the base of a rate (100000), None when not said.
    `additive`: the values of parts may be added up.
    """

    name: str
    scale: float = 1
    per: float | None = None
    additive: bool = True


@lru_cache(4096)
def unit(text: str) -> Unit | None:
    """The unit that a word, a cell of a unit column or a heading names; None when it names none."""
    said = re.sub(r"^[(\[](.*)[)\]]$", r"\1", label(text).text).replace("_", " ").casefold().strip()
    found = _per(said) or _word(key(said)) or _money(key(said)) or _counted(said)
    if found:
        return found
    return next((_made(name) for name, pattern in _NAMED.items() if pattern.search(said)), None)


def stated(text: str) -> tuple[Unit | None, ...]:
    """The units of a line such as `단위: 천명, 가임여자 1명당 명`, in its order; empty when it states none.

    More than one means one for each row or column in turn, or for each kind of figure; None stands for a
    word that is no unit we know.
    """
    match = _STATED.fullmatch(clean(text))
    if not match:
        return ()
    items = re.split(r"\s*(?:,(?!\d)|[;、·ㆍ]|/(?!\d))\s*", match[1])
    return tuple(unit(item) or _scaled(key(item)) for item in items)


@lru_cache(4096)
def split(text: str) -> tuple[str, Unit | None]:
    """A label and the unit that ends it in brackets or after a comma: `총인구수 (명)`, `Deaths, %`."""
    said = clean(text)
    match = re.fullmatch(r"(.*\S)\s*,\s*(%|no\.|number|rate.*|per .*)", said, re.I)
    if not match:
        match = re.fullmatch(
            r"(.*[^\s(])\s*[(\[]\s*(?:(?:단위|unit)\s*:\s*)?([^()\[\]]+)\s*[)\]]", said, re.I
        )
    if not match:
        return said, None
    name, inner = match[1], match[2]
    if key(inner) in _SCALE_ALONE and len(key(inner)) > 2:
        found = _made((unit(name) or _made("count")).name, _SCALE_OF[key(inner)])
    else:
        found = (
            unit(inner)
            if key(inner).rstrip(".") in _BRACKETED or not inner.isalpha()
            else _scaled(key(inner))
        )
    return (name, found) if found else (said, None)


def _made(name: str, scale: float = 1, per: float | None = None) -> Unit:
    return Unit(name, scale, per, name in _ADDITIVE)


def _word(plain: str) -> Unit | None:
    return _made(_UNITS[plain]) if plain in _UNITS else _scaled(plain) if plain not in _SCALE_OF else None


def _scaled(plain: str) -> Unit | None:
    """`천명`, `thousandpersons`, `persons('000)`; a scale alone is of things counted."""
    if plain in _SCALE_ALONE:
        return _made("count", _SCALE_OF[plain])
    if match := re.fullmatch(r"(10|100|1(?:,?000)+)(\D.*)", plain):
        return _made(_UNITS[match[2]], float(match[1].replace(",", ""))) if match[2] in _UNITS else None
    before, after = re.fullmatch(rf"({_SCALE})(.+)", plain), re.fullmatch(rf"(.+?)\(?({_SCALE})\)?", plain)
    if before and before[2] in _UNITS:
        return _made(_UNITS[before[2]], _SCALE_OF[before[1]])
    if after and after[1] in _UNITS and after[2] in _SCALE_ALONE:
        return _made(_UNITS[after[1]], _SCALE_OF[after[2]])
    return None


def _money(plain: str) -> Unit | None:
    match = _MONEY.fullmatch(plain)
    return _made("currency", _SCALE_OF.get(match[1], 1)) if match else None


def _counted(said: str) -> Unit | None:
    match = _NUMBER_OF.fullmatch(said)
    if not match:
        return None
    names = (_UNITS.get(key(word)) for word in match[1].split()[:5])
    return _made(next((name for name in names if name in _ADDITIVE), "count"))


def _per(said: str) -> Unit | None:
    for pattern in _PER:
        if (match := pattern.fullmatch(said)) and (match[1] or match[2]):
            base = float((match[1] or "1").replace(",", "") or 1) * _SCALE_OF.get(match[2] or "", 1)
            return _made("rate", per=base)
    return None
