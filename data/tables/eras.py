"""Years counted from the start of a republic or a reign, rewritten as years of the common era."""

import re

# The year before year 1 of each count.
_ERAS = {"민국": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "reiwa": 2018, "heisei": 1988}
_REPUBLIC = ("민국", "民國")
_NAMED = re.compile(rf"(?:中華|중화)?({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*((?:年|년)度?|(?!\d))")
# 100 to 199 years of the republic are 2011 to 2110; a shorter number of years may be a length of time.
_YEAR = re.compile(r"(?<![\d.])(1\d\d)\s*(?=學?年)|(?<![\d.])(1\d\d)y\b")
_SHORT = re.compile(r"(?<![\d.])(\d{2})\s*(?=學?年)|(?<![\d.])(\d{2})y\b")
_DATED = re.compile(r"(?<!\d)(\d{2,3})(?=\s*[./-]\s*\d{1,2}(?!\d))")
_PACKED = re.compile(r"(?<!\d)(1\d\d|\d\d)((?:0[1-9]|1[0-2])(?:\d\d)?)(?!\d)")
_PACKED_SPAN = re.compile(r"(1\d\d)(0[1-9]|1[0-2])\s*[-~]\s*(1\d\d)(0[1-9]|1[0-2])")
_ALONE = re.compile(r"\d{2,3}")


def common_era(text: str, republic: bool = False) -> str:
    """A folded text with its years of an era as years AD: `民國112年1月` → `2023년1월`.

    Without `republic` only what cannot be anything else is rewritten; with it also `112`, `11201`, `112/1/5`.
    """
    text = _NAMED.sub(_year, text)
    text = _YEAR.sub(lambda m: f"{1911 + int(m[1] or m[2])}" + ("년" if m[2] else ""), text)
    if match := _PACKED_SPAN.fullmatch(text):
        return f"{1911 + int(match[1])}.{match[2]}~{1911 + int(match[3])}.{match[4]}"
    if republic:
        if re.fullmatch(r"(?:19|20)\d\d", text):
            return text
        text = _SHORT.sub(lambda m: f"{1911 + int(m[1] or m[2])}" + ("년" if m[2] else ""), text)
        if _ALONE.fullmatch(text):
            return f"{1911 + int(text)}년"
        if match := _PACKED.fullmatch(text):
            return f"{1911 + int(match[1])}{match[2]}"
        text = _DATED.sub(lambda m: f"{1911 + int(m[1])}", text, count=1)
    return text.replace("年度", "년도").replace("年", "년").replace("月", "월").replace("日", "일")


def _year(match: re.Match) -> str:
    year = _ERAS[match[1]] + int(match[2].replace("元", "1"))
    # A Japanese 年度 begins in April, a Taiwanese one is the calendar year.
    return f"{year}.4~{year + 1}.3" if match[3].endswith("度") and match[1] not in _REPUBLIC else f"{year}년"
