"""Names of weekdays, and the words that say whether a time is the first or the latest, by language."""

from __future__ import annotations

from typing import NamedTuple

from feedtool.timestamps.months import CROATIAN, MONTHS
from feedtool.timestamps.zonewords import words

# Monday to Sunday.  Left out: short forms that are common words ("on", "to", "me") or months ("mar").
_WEEKDAYS = {
    "en": "monday/mon tuesday/tue/tues wednesday/wed/weds thursday/thu/thur/thurs friday/fri saturday/sat sunday/sun",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "fr": "lundi/lun mardi mercredi/mer jeudi/jeu vendredi/ven samedi/sam dimanche/dim",
    "es": "lunes martes miércoles/miercoles/mié jueves/jue viernes/vie sábado/sabado/sáb/sab domingo/dom",
    "pt": "segunda-feira/segunda terça-feira/terça quarta-feira/quarta quinta-feira/quinta sexta-feira/sexta "
    "sábado domingo",
    "it": "lunedì martedì mercoledì giovedì/gio venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "id": "senin selasa rabu kamis jumat sabtu minggu",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "uk": "понеділок вівторок середа четвер п'ятниця субота неділя",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार/वीरवार/बृहस्पतिवार शुक्रवार शनिवार रविवार",
    "ar": "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
    "lt": "pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis",
    "te": "సోమవారం మంగళవారం బుధవారం గురువారం శుక్రవారం శనివారం ఆదివారం",
    "ne": "सोमबार मङ्गलबार बुधबार बिहिबार शुक्रबार शनिबार आइतबार",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
    "hy": "երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի",
}
# Two letters are a weekday only with a capital, as German and Dutch print them.
_SHORT_WEEKDAYS = {"Mo": 1, "Di": 2, "Mi": 3, "Do": 4, "Fr": 5, "Sa": 6, "So": 7}

# The words a time is labelled with: (language, published, updated), phrases behind commas.
_LABELS = (
    (
        "en",
        "published,publish date,posted,first published,created,date,issued,uploaded,released,added,written",
        "updated,update,last updated,modified,last modified,revised,edited,updated date,revision",
    ),
    (
        "de",
        "veröffentlicht,publiziert,erschienen,erstellt,gepostet,erstmals publiziert",
        "aktualisiert,geändert,stand,akt,editiert,bearbeitet,aktualisierung,letzte änderung",
    ),
    ("fr", "publié,publiée,créé,mis en ligne,posté,paru", "à jour,actualisé,modifié,modifiée,màj,maj"),
    (
        "es",
        "publicado,publicada,creado,fecha",
        "actualizado,actualizada,actualización,modificado,última modificación",
    ),
    ("pt", "publicação,postado,criado", "atualizado,atualizada,atualização"),
    ("it", "pubblicato,pubblicata,creato", "aggiornato,aggiornata,aggiornamento,ultima modifica,modificato"),
    ("nl", "gepubliceerd,geplaatst,gepost", "bijgewerkt,gewijzigd,laatste update,aangepast"),
    ("da", "offentliggjort,publiceret,udgivet,oprettet", "opdateret,senest opdateret"),
    ("nb", "publisert", "oppdatert,sist endret"),
    ("sv", "publicerad,publicerat,skapad", "uppdaterad,uppdaterat,ändrad"),
    ("is", "birt", "uppfært"),
    ("pl", "opublikowano,publikacja,dodano,utworzono", "aktualizacja,zaktualizowano"),
    ("fi", "julkaistu", "päivitetty"),
    ("id", "diterbitkan,tayang,dipublikasikan", "diperbarui"),
    ("tr", "yayınlanma,yayınlandı,giriş", "güncelleme,güncellendi"),
    ("ru", "опубликовано", "обновлено"),
    ("hi", "प्रकाशित,पब्लिश्ड", "अपडेट,अपडेटेड,अद्यतन"),
    ("he", "פורסם", "עודכן"),
    ("ar", "نشر,النشر,نشرت", "تحديث,التحديث,حدث"),
    ("el", "δημοσίευση", "ενημέρωση"),
    ("ja", "公開,掲載,投稿", "更新,最終更新"),
    ("zh", "发布,發布,發佈", "更新于,更新時間"),
    ("ko", "입력,등록", "수정,업데이트"),
)

# Languages that write the day first, whatever the country; the order in English hangs on the country.
DAY_FIRST_LANGUAGES = words(
    "de fr es pt it nl da nb no nn sv is pl fi cs sk sl hr sr bs mk bg ro id ms tr ru uk be hi he ar mr el bn ta te "
    "kn ml gu pa ur ca gl cy ga et lv sq az hy ka uz vi th"
)


class LabelWord(NamedTuple):
    """A label's phrase in lower case, what it says, and its language."""

    phrase: str
    label: str
    language: str


def _weekdays() -> dict[str, int]:
    table: dict[str, int] = {}
    for row in _WEEKDAYS.values():
        for number, names in enumerate(row.split(), 1):
            for name in names.split("/"):
                table.setdefault(name, number)
    return table


def _labels() -> dict[str, tuple[LabelWord, ...]]:
    table: dict[str, tuple[LabelWord, ...]] = {}
    for language, published, updated in _LABELS:
        for label, phrases in (("published", published), ("updated", updated)):
            for phrase in phrases.split(","):
                last = phrase.split()[-1]
                table[last] = (*table.get(last, ()), LabelWord(phrase, label, language))
    return {last: tuple(sorted(rows, key=lambda row: -len(row.phrase))) for last, rows in table.items()}


WEEKDAYS = _weekdays()
LABELS = _labels()
KNOWN = frozenset((*MONTHS, *CROATIAN, *WEEKDAYS, *LABELS, *(word.lower() for word in _SHORT_WEEKDAYS)))


def weekday(word: str) -> int:
    """Return the ISO number (Monday is 1) of the weekday that `word` names, 0 when it names none."""
    return _SHORT_WEEKDAYS.get(word) or WEEKDAYS.get(word.lower(), 0)
