"""Addresses as China, Taiwan, Hong Kong, Japan and Korea write them: from the large to the small, without commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mailcheck.facts.postal.postal_found import Found
from mailcheck.lexicon import postal

_HAN: Final = "一-鿿々〆ヶケ"
_DIGITS: Final = "0-9０-９〇一二三四五六七八九十百千"
# A number in digits, with dashes; followed by no sign of money, time or weight.
_CODE: Final = r"(?:〒\s?)?[0-9０-９]{3}[-－‐−–][0-9０-９]{4}"
_JAPAN: Final = re.compile(
    rf"""
    (?P<code>(?<![0-9０-９-])(?:{_CODE}|〒\s?[0-9０-９]{{7}})(?![0-9０-９-]))?[\s,、　]{{0,3}}
    (?P<area>(?:東京都|北海道|(?:京都|大阪)府|[{_HAN}]{{2,3}}県)\s?)?
    (?P<town>(?:[{_HAN}ぁ-んァ-ヶー]{{1,8}}[市区郡町村]\s?){{1,3}})
    (?P<rest>[{_HAN}ぁ-んァ-ヶー]{{0,16}}\s?
      (?P<number>[{_DIGITS}]{{1,4}}(?:丁目|番地?|号|条|線|[-－‐−–ー―の])[{_DIGITS}丁目番地号の\-－‐−–ー―]{{0,16}}
        |[0-9０-９]{{1,5}}(?![0-9０-９年月日時円個本名人件%％:：])))?
    """,
    re.VERBOSE,
)
_JAPAN_AREA: Final = re.compile(
    rf"(?:東京都|北海道|(?:京都|大阪)府|[{_HAN}]{{2,3}}県)(?:[{_HAN}ぁ-んァ-ヶー]{{1,8}}[市区郡町村])?"
)
_JAPANESE: Final = re.compile(rf"丁目|番地|(?<![0-9-])[0-9]{{3}}[-－][0-9]{{4}}\s?[{_HAN}]")
_JAPAN_TOWN: Final = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{2,4}}市[{_HAN}]{{1,4}}区")
_CHINA: Final = re.compile(
    rf"""
    (?P<code>(?<![0-9])[0-9]{{3}}(?:[0-9]{{2,3}})?(?![0-9])[\s,，、]{{0,3}})?
    (?P<area>[{_HAN}]{{2,8}}(?:省|自治区|自治區|特别行政区|特別行政區)\s?)?
    (?P<town>(?:[{_HAN}]{{1,7}}(?:市|区|區|县|縣|州|盟|旗|镇|鎮|鄉|乡|新区)\s?){{0,4}})
    (?P<street>[{_HAN}0-9]{{1,16}}?(?:大道|大街|路|街|道|巷|弄|胡同|里|段|村|广场|廣場|園|园|新邨)[{_HAN}0-9东西南北中段]{{0,8}}?)
    \s?(?P<number>[{_DIGITS}甲乙]{{1,6}}(?:[-－–之][0-9]{{1,4}})?\s?(?:号|號|弄|栋|幢|座|室|楼|樓|巷))
    (?P<more>[{_HAN}A-Za-z0-9\-－、 ]{{0,30}}
      (?:[0-9A-Z一-十]+(?:室|楼|樓|层|層|号|號|座|之[0-9]+|F)|大厦|大廈|中心|园区|園區|广场|廣場))?
    """,
    re.VERBOSE,
)
_PROVINCE: Final = re.compile(rf"([{_HAN}]+?)(?:省|自治区)")
_CHINA_PLACE: Final = re.compile(
    rf"[{_HAN}]{{2,7}}(?:省|自治区)\s?[{_HAN}]{{1,8}}(?:市|自治州|地区|盟|县)(?:[{_HAN}]{{1,6}}[区县市])?"
    rf"|(?<![{_HAN}])(?:来自|來自|寄自|于|於)?[{_HAN}]{{2}}[市縣县][{_HAN}]{{1,3}}[区區县縣鄉鎮](?![{_HAN}])"
    rf"|(?:来自|來自|寄自)[{_HAN}]{{2}}[市縣县][{_HAN}]{{1,3}}[区區县縣鄉鎮]"
    r"|(?:北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|长沙|厦门|青岛|大连|宁波|昆明|福州|济南|郑州)"
    rf"[{_HAN}]{{1,3}}区(?![{_HAN}])"
)
_KOREA: Final = re.compile(
    r"""
    (?P<code>[(（\[]?(?<!\d)\d{5}(?!\d)[)）\]]?[\s,]{0,3})?
    (?P<area>(?:[가-힣]{2,8}(?:특별자치시|특별자치도|특별시|광역시|시|도)|서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\s)
    (?P<town>(?:[가-힣]{1,6}(?:시|군|구|읍|면)\s){0,3})
    (?P<street>(?:[가-힣0-9·]{1,14}(?:대로|로|길|동|가|리|읍|면)\s?(?:\d{1,4}번?길\s?)?))
    (?P<number>(?:지하\s?)?\d{1,5}(?:-\d{1,4})?(?:번지|번)?(?![0-9년월일시원개명%]))
    (?P<more>[\s,]{0,2}[가-힣A-Za-z0-9() ,]{0,30}?(?:\d{1,4}[층호동]))?
    """,
    re.VERBOSE,
)
_KOREA_AREAS: Final = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_KOREA_PLACE: Final = re.compile(
    rf"(?:[가-힣]{{2,8}}(?:특별시|광역시|특별자치시|특별자치도|도)|(?:{_KOREA_AREAS})시?)\s"
    r"[가-힣]{1,6}(?:(?:시|군|구)(?=에서|에|의|로|[^가-힣]|\Z)|동(?=에서))"
)
_NUMBER_OF_BOX: Final = r"第?\s?[0-9０-９]{1,6}(?:[-－][0-9０-９]{1,4})*\s?[号號]?"
_CHINESE_CITIES: Final = (
    "北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|台北|臺北|高雄|台中|臺中|台南|臺南|香港|九龍"
)
_BOX: Final = re.compile(
    rf"""
    (?P<japan> (?:(?P<code>{_CODE})\s?)? (?P<office>[{_HAN}ぁ-んァ-ヶー]{{2,14}}局(?:私書箱係)?)?
      \s? 私書箱 \s? {_NUMBER_OF_BOX} )
    | (?P<korea> (?:[(（\[]?\d{{5}}[)）\]]?\s)?
      (?:[가-힣]{{2,8}}\s?){{0,2}}우체국 \s? 사서함 \s? (?:제\s?)?\d{{1,5}}\s?호? )
    | (?P<china> (?:\d{{3,6}}\s?)?
      (?: [{_HAN}]{{2,10}}(?:郵政|邮政|郵局|邮局|中央)(?:信箱|郵箱|邮箱)\s?{_NUMBER_OF_BOX}
        | (?:[{_HAN}]{{2,8}}(?:市|省|郵政|邮政|郵局|邮局)|{_CHINESE_CITIES})
          \s? {_NUMBER_OF_BOX} \s? 信箱 (?:\s?\d{{1,4}}\s?分箱)? ) )
    """,
    re.VERBOSE,
)
_CODE_AFTER: Final = re.compile(
    r"[\s,，、。（(]{0,3}(?:邮编|郵編|邮政编码|우편번호|郵便番号|우)?\s?[:：]?\s?"
    r"(?P<code>[0-9]{6}|[0-9]{5}|〒?[0-9]{3}-[0-9]{4})(?![0-9-])"
)
_TRADITIONAL: Final = frozenset("號樓臺灣區縣鄉鎮廣場龍衛門東團國園學寶葵灣")
_HONG_KONG: Final = re.compile("香港|九龍|九龙|新界")
_MACAU: Final = re.compile("澳門|澳门|氹仔|路環|路环")
_CITIES: Final = re.compile(f"{_HONG_KONG.pattern}|{_MACAU.pattern}")
_TAIWAN: Final = re.compile(
    "[台臺](?:北|中|南|東|灣|湾)|高雄|新北|桃園|新竹|基隆|嘉義|彰化|屏東|宜蘭|花蓮|苗栗|南投|雲林"
)


def find(text: str, offset: int, language: str) -> Iterator[tuple[int, Found]]:
    """Addresses in one line; `offset` is where it begins."""
    if "箱" in text or "사서함" in text:
        yield from _boxes(text, offset)
    if any("\uac00" <= c <= "\ud7af" for c in text):
        yield from _korean(text, offset)
        return
    kana = any("\u3040" <= c <= "\u30ff" for c in text) or "〒" in text
    if kana or language == "ja" or _JAPANESE.search(text) or _japanese_areas().search(text):
        found = list(_japanese(text, offset))
        if found:
            yield from found
            return
    if not kana:
        yield from _chinese(text, offset)


@lru_cache(maxsize=1)
def _japanese_areas() -> re.Pattern[str]:
    known = postal.country("JP")
    names = [area.names[0] for area in known.areas] if known is not None else []
    return re.compile("|".join(names))


def _japanese(text: str, offset: int) -> Iterator[tuple[int, Found]]:
    for match in _JAPAN.finditer(text):
        area = match["area"]
        if area and not _japanese_areas().search(area):
            area = None
        if not (area or match["code"] or (match["number"] and re.search("[市郡].+[区町村]", match["town"]))):
            continue
        start = offset + match.start() + len(match[0]) - len(match[0].lstrip(" 、,　"))
        form = "street"
        end = match.end() - len(match[0]) + len(match[0].rstrip("のノ"))
        if match["number"]:
            yield 60, Found(start, offset + end, "JP", form, valid=True, code=match["code"] or "")
        elif area or match["code"]:
            yield 8, Found(start, offset + match.end(), "JP", form, False, ("A",))
    for match in _JAPAN_TOWN.finditer(text):
        yield 3, Found(offset + match.start(), offset + match.end(), "JP", "street", False, ("A",))
    for match in _JAPAN_AREA.finditer(text):
        if _japanese_areas().match(match[0]):
            yield 4, Found(offset + match.start(), offset + match.end(), "JP", "street", False, ("A",))


def _chinese(text: str, offset: int) -> Iterator[tuple[int, Found]]:
    for match in _CHINA.finditer(text):
        if not (match["area"] or match["town"] or _CITIES.search(text)):
            continue
        end = match.end()
        after = _CODE_AFTER.match(text, end)
        code = match["code"] or (after["code"] if after else "")
        end = after.end() if after else end
        country = _chinese_country(text, match[0])
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield 60, Found(offset + start, offset + end, country, "street", valid=True, code=code.strip(" ,，、"))
    for match in _CHINA_PLACE.finditer(text):
        province = _PROVINCE.match(match[0])
        if province is not None and province[0] not in postal.area_names() and province[1] not in postal.area_names():
            continue  # 多个省市和地区
        country = "TW" if _TAIWAN.search(match[0]) else "CN"
        yield 4, Found(offset + match.start(), offset + match.end(), country, "street", False, ("A",))


def _boxes(text: str, offset: int) -> Iterator[tuple[int, Found]]:
    """Post-office boxes, each with its office, town or postal code."""
    for match in _BOX.finditer(text):
        if match["japan"] and not (match["code"] or match["office"]):
            continue
        country = "JP" if match["japan"] else "KR" if match["korea"] else _chinese_country(text, match[0])
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield 70, Found(offset + start, offset + match.end(), country, "po-box", valid=True, code=match["code"] or "")


def _chinese_country(line: str, address: str) -> str:
    if _HONG_KONG.search(line):
        return "HK"
    if _MACAU.search(line):
        return "MO"
    return "TW" if _TAIWAN.search(address) or (_TRADITIONAL & set(address) and "市" in address) else "CN"


def _korean(text: str, offset: int) -> Iterator[tuple[int, Found]]:
    for match in _KOREA.finditer(text):
        if not match["town"] and not match["area"].strip().endswith("시"):
            continue
        end = match.end()
        after = _CODE_AFTER.match(text, end)
        code = match["code"] or (after["code"] if after else "")
        end = after.end() if after else end
        yield 60, Found(offset + match.start(), offset + end, "KR", "street", valid=True, code=code.strip(" ,()[]（）"))
    for match in _KOREA_PLACE.finditer(text):
        yield 4, Found(offset + match.start(), offset + match.end(), "KR", "street", False, ("A",))
