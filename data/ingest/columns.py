"""The columns of a police and of a school incident sheet: the one table that reader and template share."""

from dataclasses import dataclass

# Words that mark a file made for demonstration. One of them stands in a row above the header, and every
# incident number begins with SYNTHETIC_ID, so that the mark survives a copy of the rows alone.
SYNTHETIC_MARKS = ("합성 자료", "SYNTHETIC")
SYNTHETIC_ID = "SYN-"
# A row whose incident number begins with one of these shows how to fill in the form; it is passed over.
EXAMPLE_MARKS = ("예시", "Example")
# A row above the header may name the reporting period: a label, then `2024년 3분기` or `2024 Q3`.
PERIOD_LABELS = ("대상 기간", "Reporting period")
# Sheets of the template that explain it or list its words; they are passed over by name.
QUIET_SHEETS = ("안내 Guide", "코드 Codes", "합성 자료 SYNTHETIC", "안내", "코드", "Guide", "Codes")
# What an incident sheet must never hold; such a column is left unread and its owner is told.
PERSONAL = (
    "성명", "이름", "주민등록번호", "주민번호", "연락처", "전화번호", "휴대전화", "주소", "생년월일",
    "이메일", "학교명", "name", "phone", "address", "e-mail", "email", "date of birth", "resident number",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of the form; `ko` and `en` are its headers in the template, `also` what else is accepted.

    `type`: text | date | code | age (whole years or a band) | band (an age band) | count.
    `dimension` names the word list of a code column, see data.ingest.codes.words.
    `required`: the column must be there and each of its cells filled.
    """

    id: str
    ko: str
    en: str
    type: str
    also: str
    dimension: str = ""
    required: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.ko, self.en, self.id, *self.also.split("|"))


ID = Column(
    "incident_id", "사건번호", "Incident number", "text",
    "접수번호|사건ID|관리번호|사안번호|incident id|case number|case id|case no.",
    required=True,
)  # fmt: skip
REPORTED = Column(
    "reported_date", "접수일", "Date reported", "date",
    "접수일자|접수 날짜|신고일|신고일자|reported date|report date|date received",
    required=True,
)  # fmt: skip
OCCURRED = Column(
    "occurred_date", "발생일", "Date occurred", "date",
    "발생일자|범행일|범행일자|occurred date|occurrence date|offence date|date of occurrence",
)  # fmt: skip
VICTIM_ROLE = Column(
    "victim_role", "피해자 신분", "Victim role", "code",
    "피해자 구분|피해자 유형|victim type", "role",
)  # fmt: skip
CORRECTION = Column(
    "correction", "정정 구분", "Correction", "code",
    "정정|변경 구분|edition|correction mark", "correction",
)  # fmt: skip

POLICE = (
    ID,
    REPORTED,
    OCCURRED,
    Column(
        "region", "시도경찰청", "Police region", "code",
        "시·도경찰청|관할 시도경찰청|지방경찰청|관할청|지역|시도|시·도|regional police|province",
        "police_region", required=True,
    ),
    Column(
        "agency", "경찰서", "Police station", "text",
        "관할 경찰서|관할서|접수관서|경찰관서|관서|station",
    ),
    Column(
        "action", "범죄 유형", "Offence type", "code",
        "행위 유형|범행 유형|유형|죄종|offence|offense type|type of offence",
        "action", required=True,
    ),
    Column(
        "offender_age", "피의자 나이", "Suspect age", "age",
        "피의자 연령|피의자 연령대|가해자 나이|가해자 연령|가해자 연령대|offender age",
    ),
    Column(
        "offender_sex", "피의자 성별", "Suspect sex", "code",
        "가해자 성별|offender sex|suspect gender|offender gender", "sex",
    ),
    VICTIM_ROLE,
    Column(
        "victim_age_band", "피해자 연령대", "Victim age band", "band",
        "피해자 나이|피해자 연령|victim age",
    ),
    Column(
        "status", "처리 상태", "Case status", "code",
        "처리 결과|수사 상태|진행 상태", "police_status",
    ),
    CORRECTION,
)  # fmt: skip

SCHOOL = (
    ID,
    REPORTED,
    OCCURRED,
    Column(
        "region", "시도교육청", "Office of education", "code",
        "시·도교육청|관할 교육청|교육청|지역|시도|시·도|education office|province",
        "school_region", required=True,
    ),
    Column(
        "agency", "학교 식별부호", "School key", "text",
        "학교 코드|school code|school id",
    ),
    Column(
        "school_level", "학교급", "School level", "code",
        "학교급별|학교 구분|level", "level", required=True,
    ),
    VICTIM_ROLE,
    Column(
        "victims", "피해자 수", "Victims", "count",
        "피해 인원|피해자수(명)|number of victims|victim count",
    ),
    Column(
        "referred_to_police", "수사 의뢰", "Referred to police", "code",
        "수사의뢰 여부|경찰 신고|경찰 수사 의뢰|police referral", "yes_no",
    ),
    Column(
        "removal_support", "삭제 지원", "Removal support", "code",
        "삭제지원 여부|삭제 지원 요청|deletion support", "yes_no",
    ),
    Column(
        "status", "처리 상태", "Case status", "code",
        "처리 결과|진행 상태", "school_status",
    ),
    CORRECTION,
)  # fmt: skip

KINDS = {"police": POLICE, "school": SCHOOL}
