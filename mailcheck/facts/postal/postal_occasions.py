"""What tells that a line speaks of an occasion or an offer: dates, times, opening hours, prices.

The texts are folded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mailcheck.lazy_regex import lazy_regex

TIME: Final = lazy_regex(
    r"(?<!\d)(?<!\d\.)(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?!\.?\d)|\s?(?:am|pm|a\.m|p\.m|uhr|h|godz|kl)\b)"
    r"|(?<!\w)(?:klo|kl|um|alle|a las|as|o godz|в|о|at|u|ob|kell|plkst|saat|ωρα|ora|orele|ore|pukul|luc|בשעה|الساعه)"
    r"\.? \d{1,2}(?!\d)|ساعت \d|\d{1,2} (?:horas?|sati|sata|casova|uur|timer|timmar|val|ч|часов|год|óra|orakor|h)\b"
    r"|午[前后後]|[点點時时]半?|오[전후]|\d시"
)
_MONTHS: Final = """
    jan feb apr jun jul aug sept oct nov dec january february march april june july august september october
    november december januar februar marz maerz juni juli oktober dezember janvier fevrier mars avril juin juillet
    aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre
    noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre maart mei augustus
    januari februari maj augusti desember heinakuuta kesakuuta toukokuuta tammikuuta elokuuta syyskuuta marraskuuta
    lokakuuta joulukuuta huhtikuuta maaliskuuta helmikuuta stycznia lutego marca kwietnia maja czerwca lipca
    sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna dubna kvetna cervna cervence srpna zari
    rijna listopadu prosince junius julius augusztus ianuarie februarie martie aprilie iunie iulie septembrie
    octombrie noiembrie decembrie ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня sausio vasario
    kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio sestadieni janvari aprili
    junija julija septembri oktobri novembri decembri jaanuaril veebruaril martsil aprillil juunil juulil augustil
    septembril oktoobril novembril detsembril sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna
    studenoga prosinca januara februara aprila avgusta septembra oktobra novembra decembra јануара фебруара априла
    јуна јула септембра октобра новембра децембра януари февруари април маи юни юли август септември октомври
    ноември декември квітня травня червня липня серпня вересня жовтня листопада грудня ιουνιου ιουλιου αυγουστου
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro marts januarja februarja maret
    agustus בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר ینایر فبرایر مارس
    ابریل مایو یونیو یولیو اغسطس سبتمبر اکتوبر نوفمبر دیسمبر خرداد تیر مرداد شهریور مهر ابان دی بهمن اسفند فروردین
    اردیبهشت जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर জানুয়ারি ফেব্রুয়ারি মার্চ
    এপ্রিল জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз
    қыркүиек қазан қараша желтоқсан ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου σεπτεμβριου οκτωβριου νοεμβριου
    majus marcius aprilis februar januar szeptember oktober november december δεκεμβριου ینایر فبرایر مارس ابریل
    مایو یونیو یولیو اغسطس سبتمبر اکتوبر نوفمبر دیسمبر شباط اذار نیسان ایار حزیران
    تموز ایلول تشرین فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند ינואר פברואר מרץ אפריל
    יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
"""
_WEEKDAYS: Final = """
    monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
    sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo
    segunda-feira terca-feira quarta-feira quinta-feira sexta-feira lunedi martedi mercoledi giovedi venerdi sabato
    domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lordag
    sondag tisdag mandagen maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
    poniedzialek wtorek sroda srode czwartek piatek sobota sobote niedziela niedziele pondeli utery streda stredu
    ctvrtek patek nedele nedeli pondelok utorok stvrtok piatok sobotu nedela nedelu hetfon kedden szerdan
    csutortokon penteken szombaton vasarnap luni marti miercuri joi vineri sambata duminica ponedjeljak utorak
    srijeda srijedu cetvrtak petak subota subotu nedjelja nedjelju ponedeljak sreda sredu nedelja nedelju ponedeljek
    torek cetrtek nedeljo soboto sredo понедельник вторник среда среду четверг пятница пятницу суббота субботу
    воскресенье понеділок вівторок середа середу четвер пятницю субота суботу неділя неділю понеделник сряда
    четвъртък петък събота неделя понедељак уторак четвртак петак недеља pirmadieni antradieni treciadieni
    ketvirtadieni penktadieni sekmadieni pirmdien otrdien tresdien ceturtdien piektdien sestdien svetdien
    esmaspaeval teisipaeval kolmapaeval الاحد الاثنین الثلاثاء الاربعاء الخمیس الجمعه السبت یکشنبه دوشنبه سهشنبه
    چهارشنبه پنجشنبه जुम्मा सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार শুক্রবার শনিবার রবিবার সোমবার
    মঙ্গলবার বুধবার বৃহস্পতিবার neljapaeval reedel laupaeval puhapaeval pazartesi sali carsamba persembe cuma
    cumartesi δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη senin selasa rabu kamis jumat sabtu minggu
"""
_DAYS_AND_MONTHS: Final = frozenset((_MONTHS + _WEEKDAYS).replace("-feira", " feira").split())
_DATE: Final = lazy_regex(
    r"(?<!\w)may \d|\d(?:st|nd|rd|th|\.)? (?:of )?ma[iyj](?!\w)"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{4})?(?!\d)|(?<!\d)(?:\d{1,2}/){2}\d{2,4}(?!\d)"
    r"|(?:วันที่ ?\d|\d{1,2} (?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม))"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}월 ?\d{1,2}일"
)
_DIGIT: Final = re.compile(r"\d")


def is_dated(folded: str, words: Iterable[str]) -> bool:
    """Whether a folded text, cut into its words, names a day, a month or a date."""
    if not _DAYS_AND_MONTHS.isdisjoint(words):
        return True
    return _DIGIT.search(folded) is not None and _DATE.search(folded) is not None


# Opening hours are no event.
OPEN: Final = lazy_regex(
    "opening hours|open (?:daily|mon|tue|every)|hours:|offnungszeiten|geoffnet|horaires|horario|orari|openingstijden"
    "|apningstider|abningstider|oppettider|营业时间|營業時間|営業時間|영업시간|mon-|mo-|mo\\.-|lu-|lun-|пн-"
    "|aukioloajat|godziny otwarcia|otwarte|oteviraci|otevreno|otvaracie|otvorene|nyitvatart|program de lucru"
    "|radno vrijeme|radno vreme|delovni cas|odpiralni cas|работно време|часы работы|режим работы|графік роботи"
    "|darba laiks|darbo laikas|lahtiolek|avatud|calisma saatleri|ωραριο|ωρες λειτουργιας|שעות|ساعات|ساعت کار"
    "|czynn|od \\w+ do \\w+|codziennie|щодня|ежедневно|taglich|daily|todos los dias|tous les jours|tutti i giorni"
    "|dagligen|dagligt|dagelijks|denne|naponta|zilnic|svaki dan|svakodnevno|her gun|καθημερινα|يوميا|每天|每日|매일"
    "|jam buka|waktu operasi|gio mo cua|abierto|aberto|aperto|ouvert|geopend|open:|abertura|apertura|ouverture"
    rf"|(?<!\w)(?:{'|'.join(_WEEKDAYS.split())})s?\.? ?"
    r"(?:[-–—] ?|(?:to|through|bis|au|al|a|do|til|till|tot|t/m) (?!\d))\w"
    r"|\d\s?(?:h|am|pm|uhr)?\s?[-–—]\s?\d{1,2}(?:[:.h]\d\d|\s?(?:h\b|am|pm|uhr))"
)
# A price, and what is let, sold or paid by the hour for it: homes and jobs.
PRICE: Final = lazy_regex(
    r"[$€£¥₹₩]\s?\d|\brs\.?\s?\d|\d\s?(?:[€£₽₴元円원]|(?:eur|euro|zł|zl|kr|kc|ft|lei|chf|tl|usd|gbp|руб|грн)\b)"
)
# One of a home, not of a day's sale.
HIGH_PRICE: Final = lazy_regex(
    r"(?:[$€£¥₹₩₺₽₴₦₱₫]|(?<!\w)(?:r|rs|rp|rm|php|ngn|kes|ksh|chf|aud|nzd|zar|inr|eur|usd|gbp)\.?)\s?"
    r"(?:\d{2,3}(?:[., ']\d{3})+|\d(?:[., ']\d{3}){2,})(?!\d)"
    r"|(?<!\d)\d{2,3}(?:[., ']\d{3})+(?:,-)?\s?"
    r"(?:[€£₽₴₺₫₹]|(?:eur|euro|euros|zl|kr|kc|ft|lei|chf|tl|руб|грн|kn|din|dkk|nok|sek)(?!\w))"
    r"|\d(?:,\d+)? ?(?:百万|億|万円|萬元|万元|억|만원|만 원)"
)
OFFER: Final = lazy_regex(
    r"(?<!\w)m2\b|\dm2\b|m²|sq\.? ?ft|sqft|sq m\b|\d[ -]?(?:bed|bd|bath|bhk|zimmer|rooms?|pieces|habitaciones|quartos"
    r"|camere|locali|kamers|rum|vaerelser|rom|pokoje|комн)\b|/ ?(?:month|mo|mese?|mois|monat|maand|hr|h|hour)\b"
    r"|(?:an|a) (?:hour|week|month)\b|(?<!\w)(?:kalt|warm|kaltmiete)\b|(?<!\w)(?:pcm|pw|pppw)\b|\d (?:pm|p/m) "
    r"|(?:per|par|pro|al|por) (?:month|mois|monat|mes|hour|heure|stunde)|時給|月給|月薪|월급|시급"
)
