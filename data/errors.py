"""Refusals of the release store: each has a code, its fields, and one sentence in Korean and in English."""

WORDS = {
    "damaged": {
        "ko": "발행본 {number}의 {file}이(가) 손상되었습니다({reason}). 마지막 온전한 발행본을 쓰거나, "
        "백업에서 폴더 {folder}를 되돌리십시오.",
        "en": "Release {number}: {file} is damaged ({reason}); use the last good release "
        "or restore the folder {folder} from a backup.",
    },
    "missing": {
        "ko": "발행본 {number}은(는) 없습니다. 있는 발행본: {available}.",
        "en": "There is no release {number}; the store holds: {available}.",
    },
    "busy": {
        "ko": "다른 발행이 {store}에서 진행 중입니다. 끝난 뒤 다시 실행하십시오. 바뀐 것은 없습니다.",
        "en": "Another publisher is at work in {store}; run again when it has finished. Nothing was changed.",
    },
    "overtaken": {
        "ko": "발행본 {base}을(를) 바탕으로 준비했으나 그 사이 현재 발행본이 {current}(으)로 바뀌었습니다. "
        "차이를 보고 다시 발행하십시오. 바뀐 것은 없습니다.",
        "en": "This was prepared on release {base}, but the current release is now {current}; "
        "look at the differences and publish again. Nothing was changed.",
    },
    "full": {
        "ko": "저장소 {store}에 쓸 자리가 없습니다({reason}). 자리를 비우고 다시 실행하십시오. "
        "바뀐 것은 없습니다.",
        "en": "No room left to write in {store} ({reason}); free some space and run again. "
        "Nothing was changed.",
    },
    "read_only": {
        "ko": "저장소 {store}에 쓸 수 없습니다({reason}). 쓰기 권한을 주거나 --home으로 다른 폴더를 "
        "고르십시오. 바뀐 것은 없습니다.",
        "en": "The store {store} cannot be written ({reason}); allow writing or choose another folder "
        "with --home. Nothing was changed.",
    },
    "unusable": {
        "ko": "저장소 {store}을(를) 쓸 수 없습니다({reason}). --home으로 다른 폴더를 고르십시오. "
        "바뀐 것은 없습니다.",
        "en": "The store {store} cannot be used ({reason}); choose another folder with --home. "
        "Nothing was changed.",
    },
}


class StoreError(Exception):
    """What the release store refuses, with `code`, `fields` and a sentence in either language."""

    def __init__(self, code: str, **fields):
        super().__init__(code, fields)
        self.code, self.fields = code, fields

    def __reduce__(self):
        return _again, (type(self), self.code, self.fields)

    def sentence(self, lang: str) -> str:
        return WORDS[self.code][lang].format(**self.fields)

    def __str__(self) -> str:
        return self.sentence("en")


class ReleaseDamaged(StoreError):
    """A file of a release is missing, foreign, cut short or altered."""


class ReleaseMissing(StoreError):
    """No acknowledged release has this number."""


class Conflict(StoreError):
    """Another publisher holds the store, or has published on the same base release first."""


class StoreUnusable(StoreError):
    """The store is read-only, unreadable, full, or not a folder; nothing was changed."""


def _again(kind: type[StoreError], code: str, fields: dict) -> StoreError:
    return kind(code, **fields)
