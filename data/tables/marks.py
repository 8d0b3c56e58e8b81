"""What a cell without a number says: zero, or why there is no value."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.tables.text import clean

REASONS = (
    "not_collected", "suppressed", "not_available", "not_applicable", "not_published", "not_calculable",
    "formula", "outside_table", "unreadable",
)  # fmt: skip
# What a mark means where the sheet does not say. Offices differ, so the weaker claim is taken: `na` is not
# available, although some hide 1 to 4 behind it. A dash is zero, since the rows that hold it add up with 0.
DEFAULTS = {
    "zero": "- (-) [-] nil 없음 無 [w] nonerecorded",
    "suppressed": """(s) x xx * ** *** c d s ‡ (d) [c] 비밀보호 마스킹 suppressed confidential withheld redacted masked
        秘匿 保密""",
    "not_available": """na n/a n.a n.a. (na) [x] : ... -- --- ? 자료없음 자료미제출 미제출 미상 미확인 확인불가 집계중
        null nan none <na> notavailable unavailable notyetavailable nodata missing unknown 無資料 未詳 不詳""",
    "not_applicable": """. .. z [z] † ~ (x) 해당없음 해당사항없음 비해당 notapplicable notrelevant stable ns n.s. n.s
        notsignificant 不適用 無意義""",
    "not_published": "np n.p n.p. n/p u [u] 비공개 미공개 미공표 notpublished notreleased unpublished 不公開",
    "not_calculable": "nc n.c n.c. n/c 산출불가 계산불가 notcalculated notcalculable cannotbecalculated 無法計算",
    "not_collected": "미조사 미실시 미집계 notcollected notrecorded 未調查",
    "formula": "#n/a #ref! #div/0! #value! #name? #num! #null! #spill! #calc! #getting_data #field! #unknown!",
    "unreadable": "## ### #### ##### ###### ####### ########",
}
# What a legend may say of a mark, tried in this order. `해당 숫자 없음` is a nil, `자료 없음` is no figure.
_MEANINGS = {
    "not_published": r"not (?:available for )?publi(?:shed|cation)|not for publication|(?:to be|be) published"
    r"|unpublished|not released|미공표|미공개|비공개|不公開|未公布",
    "suppressed": r"suppress|confidential|withheld|not (?:shown|displayed|disclosed)|disclosure|masked|redacted"
    r"|to protect|비밀|마스킹|보호|秘匿|保密",
    "not_calculable": r"(?:not|cannot be|could not be|unable to be) (?:been )?(?:calcul|comput)\w+"
    r"|산출 ?불|계산 ?불|無法計算",
    "not_applicable": r"not applicable|not relevant|해당 ?(?:사항 ?)?없음|비해당|無意義|不適用",
    "not_collected": r"not (?:been )?(?:collected|recorded|surveyed)|미조사|미집계|미수집|未調查|未統計",
    "zero": r"\bnil\b|\bzero\b|\bnone\b|\bno (?:cases|incidents|offences|crimes)\b|해당 ?숫자 ?없음|(?<!료)(?<!료 )없음"
    r"|無數值|無數字|^0\b",
    "not_available": r"not (?:yet |been )?(?:available|supplied|provided)|unavailable|no data|unknown|not known"
    r"|missing|insufficient|자료 ?없음|자료 ?미|미상|불명|無資料|不明|不詳|未詳|尚無",
}
_NUMBER = r"\d+(?:\.\d+)?"
_PEOPLE = r"\s*(?:건|명|인|件|人)?\s*"
_FEW = tuple(
    map(
        re.compile,
        (
            rf"(?:between\s*)?(?P<low>{_NUMBER})\s*(?:[-~–—∼]|to|and|에서)\s*(?P<high>{_NUMBER})",
            rf"(?:<|less than|fewer than|smaller than|under|below)\s*(?P<below>{_NUMBER})",
            rf"(?P<below>{_NUMBER}){_PEOPLE}(?:미만|未滿)",
            rf"(?:≤|<=|up to|at most)\s*(?P<high>{_NUMBER})",
            rf"(?P<high>{_NUMBER}){_PEOPLE}(?:or (?:fewer|less)|and under|이하|以下)",
        ),
    )
)
_MANY = re.compile(rf"(?:>|≥|>=|more than|over)\s*({_NUMBER})\s*%?")
_HUNG = re.compile(r"(?<=\S)\s*(?:[*^†‡#]+|[⁰¹²³⁴-⁹]+|\(\w\)|\[\w\]|\d\))$")

_SYMBOLS = r"\*{1,3}|\.{1,3}|…|[-–—―－~:†‡#△]|--|\^{1,2}"
_LETTERS = r"n\.?[acpsr]\.?|n/[acp]|[cdfksuxz]|xx|low|nil"
_TOKEN = re.compile(
    rf"['‘’“”\"「『〈](?P<quoted>[^\s'‘’“”\"」』〉]{{1,4}})['’”\"」』〉]|\[(?P<square>{_LETTERS}|{_SYMBOLS}|w)\]"
    rf"|\((?P<round>n\.?[acps]\.?|xx)\)"
    rf"|(?:^|(?<=[;,，；/])\s*|(?<=\s\s))(?P<bare>{_SYMBOLS}|{_LETTERS})(?P<says>\s*[=＝：]\s*|\s*:\s+|\s+[-–—:]\s+|\t|\s+)",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[\w)'’”][.;。])\s+(?=[A-Z가-힣'‘“(\[])|[\r\n]+")
# A line that begins with a dash may be an item of a list, so nothing may follow its meaning.
_ITEM = re.compile(r"[^\s(]+(?: ?(?:없음|available|applicable|collected|published))?\s*(?:\([^)]*\))?\.?")
# Marks explained together are a short list before a colon.
_SEVERAL = 40
_FILLER = re.compile(
    r"(?:(?:data|figures?|values?|numbers?|counts?|cells?|the|is|are|was|were|has been|have been|denotes|indicates"
    r"|means|represents?|refers to|of|an?|all|small|이|은|는)\s+)*",
    re.I,
)


@dataclass(frozen=True)
class Mark:
    """`reason` is '' for zero (value 0), else why there is no value; `lower`, `upper` bound a hidden one."""

    reason: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


ZERO = Mark("", 0.0, 0.0, 0.0)
_KNOWN = {
    word: ZERO if reason == "zero" else Mark(reason)
    for reason, words in DEFAULTS.items()
    for word in words.split()
}


def mark(text: str, legend: Mapping[str, Mark] | None = None) -> Mark | None:
    """What a cell text says in place of a number, None when it is no such mark.

    It is for cells of the body: elsewhere `0-9` may be an age. A blank is not collected. What `legend`
    explains goes before DEFAULTS; a mark that hides a stated range (`<5`, `1~4`) is suppressed within it.
    A dash over a whole row is for the table finder to judge.
    """
    said = clean(text)
    if not said:
        return Mark("not_collected")
    found, few = _explained(said, legend or {}), _few(said)
    if found and few and found.reason == few.reason and found.lower is None and found.upper is None:
        return few
    return found or few or _explained(_HUNG.sub("", said), legend or {})


def legend(texts: list[str]) -> dict[str, Mark]:
    """The marks that the notes of a sheet explain, by the mark as written.

    A footnote that begins with a mark counts only if it says what the mark stands for: `* = 1 to 7`,
    `np not published`, `'na' indicates … between 1 and 4`, `- 없음(0)`. Cells of one row come joined by tabs.
    """
    found: dict[str, Mark] = {}
    for text in texts:
        for sentence in _SENTENCE.split(unicodedata.normalize("NFC", text)):
            for token, meaning in (*_together(sentence), *_explanations(sentence.strip())):
                found.setdefault(token, meaning)
    return found


def _together(sentence: str) -> Iterator[tuple[str, Mark]]:
    """Marks explained in one breath: `# and (S): suppressed; n.p.: not published`."""
    for clause in sentence.split(";"):
        marks, sign, says = clause.replace("=", ":").partition(":")
        tokens = marks.replace(" and ", ",").split(",") if sign and len(marks) <= _SEVERAL else []
        tokens = [token.strip() for token in tokens]
        if len(tokens) < 2 or not all(0 < len(token) <= 5 for token in tokens):
            continue
        if meaning := _meaning(says):
            yield from ((token, meaning) for token in tokens)


def _fold(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"\.{3,}", "...", re.sub("[‐‑‒–—―−]", "-", plain))


def _explained(said: str, legend: Mapping[str, Mark]) -> Mark | None:
    if said in legend:
        return legend[said]
    folded = {_fold(token): meaning for token, meaning in legend.items()}
    return folded.get(_fold(said)) or _KNOWN.get(_fold(said))


def _few(said: str) -> Mark | None:
    """A hidden value within stated limits; counts are whole, so `<5` is at most 4."""
    folded = unicodedata.normalize("NFKC", said).casefold()
    if match := _MANY.fullmatch(folded):
        return Mark("suppressed", lower=float(match[1]))
    for pattern in _FEW:
        if (match := pattern.fullmatch(folded.rstrip("%건명 "))) and (limits := _limits(match)):
            return Mark("suppressed", None, *limits)
    return None


def _limits(match: re.Match) -> tuple[float, float] | None:
    ends = match.groupdict()
    lower, upper = float(ends.get("low") or 0), float(ends.get("high") or ends["below"])
    if "below" in ends and "." not in ends["below"]:
        upper -= 1
    if "low" in ends:  # Small counts are hidden; a longer range is an age band or a span of years.
        return (lower, upper) if lower < 2 and lower < upper <= 20 else None
    return (lower, upper) if upper >= 0 else None


def _explanations(sentence: str) -> list[tuple[str, Mark]]:
    tokens, found, begin = list(_TOKEN.finditer(sentence)), [], 0
    ends = [token.start() for token in tokens[1:]] + [len(sentence)]
    for token, end in zip(tokens, ends, strict=False):
        after, before = sentence[token.end() : end].strip(), sentence[begin : token.start()]
        begin = token.end()
        if token["bare"] == "-" and token["says"] == " " and not _ITEM.fullmatch(after):
            continue
        if token["bare"]:
            meaning = _meaning(after, whole=not re.search(r"[=＝：:\t–—-]", token["says"]))
        else:
            first, second = (before, after) if token["round"] else (after, before)
            meaning = _meaning(first) or _meaning(second)
        if meaning:
            names = [f"[{token['square']}]", token["square"]] if token["square"] else []
            names = names or [token["quoted"] or token["round"] or token["bare"]]
            found += [(name, meaning) for name in names]
    return found


def _meaning(phrase: str, whole: bool = False) -> Mark | None:
    """What a phrase says of a mark; with `whole` it must begin with it, as `np not published` does."""
    phrase = phrase.casefold().strip()
    few = next(filter(None, (pattern.search(phrase) for pattern in _FEW)), None)
    if whole:
        phrase = phrase[_FILLER.match(phrase).end() :]
        few = few and next(filter(None, (pattern.match(phrase) for pattern in _FEW)), None)
    look = re.match if whole else re.search
    reason = next((name for name, words in _MEANINGS.items() if look(words, phrase)), "")
    limits = _limits(few) if few else None
    if limits and reason in ("", "suppressed"):
        return Mark("suppressed", None, *limits)
    return ZERO if reason == "zero" else Mark(reason) if reason else None
