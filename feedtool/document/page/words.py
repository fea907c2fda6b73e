"""The words that pages say themselves, by language; a page in another language says them in English.

Adding a language is one row.  Names of months are those of the Unicode Common Locale Data Repository.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.entry import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class Words(Struct, frozen=True, kw_only=True):
    """What a page says in one language; `day` is the pattern of a date."""

    language: str
    follow: str
    paste: str
    stories: str
    feeds: str
    all_feeds: str
    empty: str
    updated: str
    via: str
    rhythm: str
    weeks: str
    most: str
    made: str
    groups: Mapping[str, str]
    day: str
    months: tuple[str, ...]
    comma: str = ","

    @property
    def dir(self) -> str:
        """The direction in which this language is written."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def date(self, day: date) -> str:
        """Return a day as people write it."""
        return self.day.format(day=day.day, month=self.months[day.month - 1] if self.months else day.month, year=day)


def clock(moment: datetime) -> str:
    """Return hour, minute and zone of a moment, like `15:21 UTC+5:30`: an offset is understood everywhere."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "" if not minutes else "+" if minutes > 0 else "−"
    offset = f"{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else ""
    return f"{moment:%H:%M} UTC{offset}"


def primary(language: str) -> str:
    """Return what a language tag begins with, in lower case."""
    return language.partition("-")[0].casefold()


def words_of(language: str) -> Words:
    """Return the words for a language tag; those of English where there are none, with dates in numbers."""
    known = _WORDS.get(primary(language))
    return known or (_OTHER if language else _WORDS["en"])


_ENGLISH = Words(
    language="en",
    follow="Follow",
    paste="Paste one of these addresses into a feed reader: a click selects it whole.",
    stories="Latest",
    feeds="Feeds",
    all_feeds="All feeds in one file, for readers that import OPML",
    empty="There is nothing here yet.",
    updated="updated",
    via="via",
    rhythm="Posting rhythm",
    weeks="Entries a week, from the week of {first} to that of {last}.",
    most="{name}: {total} entries, most in the week of {week} ({count}).",
    made="Made with",
    groups={"tag": "By tag", "author": "By author", "source": "By source", "language": "By language"},
    day="{day} {month} {year:%Y}",
    months=tuple(
        "January February March April May June July August September October November December".split()  # noqa: SIM905 - words
    ),
)
_OTHER = Words(
    **{name: getattr(_ENGLISH, name) for name in Words.__struct_fields__ if name not in ("day", "months")},
    day="{year:%Y-%m-%d}",
    months=(),
)
_WORDS = {
    row.language: row
    for row in (
        _ENGLISH,
        Words(
            language="hi",
            follow="फ़ॉलो करें",
            paste="इनमें से कोई पता अपने फ़ीड रीडर में चिपकाएँ: एक क्लिक से पूरा पता चुन लिया जाता है।",
            stories="ताज़ा",
            feeds="फ़ीड",
            all_feeds="सभी फ़ीड एक फ़ाइल में (OPML)",
            empty="यहाँ अभी कुछ नहीं है।",
            updated="अपडेट किया गया",
            via="स्रोत:",
            rhythm="प्रकाशन की लय",
            weeks="प्रति सप्ताह लेख, {first} के सप्ताह से {last} के सप्ताह तक।",
            most="{name}: {total} लेख, सबसे अधिक {week} के सप्ताह में ({count})।",
            made="निर्माण:",
            groups={"tag": "विषय", "author": "लेखक", "source": "स्रोत", "language": "भाषा"},
            day="{day} {month} {year:%Y}",
            months=tuple("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split()),  # noqa: SIM905 - words
        ),
        Words(
            language="he",
            follow="מעקב",
            paste="הדביקו אחת מהכתובות האלה בקורא עדכונים: לחיצה אחת מסמנת את כולה.",
            stories="חדש",
            feeds="עדכונים",
            all_feeds="כל העדכונים בקובץ אחד (OPML)",
            empty="אין כאן עדיין דבר.",
            updated="עודכן",
            via="מתוך",
            rhythm="קצב הפרסום",
            weeks="כתבות בשבוע, מהשבוע של {first} עד השבוע של {last}.",
            most="{name}: {total} כתבות, רובן בשבוע של {week} ({count}).",
            made="נוצר באמצעות",
            groups={"tag": "לפי נושא", "author": "לפי כותב", "source": "לפי מקור", "language": "לפי שפה"},
            day="{day} ב{month} {year:%Y}",
            months=tuple("ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר".split()),  # noqa: SIM905 - words
        ),
        Words(
            language="ar",
            follow="تابع",
            paste="الصق أحد هذه العناوين في قارئ الخلاصات: نقرة واحدة تحدد العنوان كله.",
            stories="الأحدث",
            feeds="الخلاصات",
            all_feeds="كل الخلاصات في ملف واحد (OPML)",
            empty="لا يوجد شيء هنا بعد.",
            updated="تم التحديث",
            via="عن",
            rhythm="وتيرة النشر",
            weeks="المقالات في كل أسبوع، من أسبوع {first} إلى أسبوع {last}.",
            most="{name}: {total} من المقالات، أكثرها في أسبوع {week} ({count}).",
            made="أُنشئ بواسطة",
            groups={"tag": "حسب الموضوع", "author": "حسب الكاتب", "source": "حسب المصدر", "language": "حسب اللغة"},
            day="{day} {month} {year:%Y}",
            comma="،",
            months=tuple("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()),  # noqa: SIM905 - words
        ),
        Words(
            language="de",
            follow="Abonnieren",
            paste="Eine dieser Adressen in einen Feedreader einfügen: Ein Klick wählt sie ganz aus.",
            stories="Neu",
            feeds="Feeds",
            all_feeds="Alle Feeds in einer Datei, für Programme, die OPML einlesen",
            empty="Hier ist noch nichts.",
            updated="aktualisiert",
            via="aus:",
            rhythm="Rhythmus",
            weeks="Beiträge je Woche, von der Woche des {first} bis zu der des {last}.",
            most="{name}: {total} Beiträge, die meisten in der Woche des {week} ({count}).",
            made="Erstellt mit",
            groups={"tag": "Nach Thema", "author": "Nach Autor", "source": "Nach Quelle", "language": "Nach Sprache"},
            day="{day}. {month} {year:%Y}",
            months=tuple(
                "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905 - words
            ),
        ),
        Words(
            language="fr",
            follow="Suivre",
            paste="Collez l’une de ces adresses dans un lecteur de flux : un clic la sélectionne en entier.",
            stories="À la une",
            feeds="Flux",
            all_feeds="Tous les flux dans un fichier, pour les lecteurs qui importent l’OPML",
            empty="Il n’y a encore rien ici.",
            updated="mis à jour",
            via="via",
            rhythm="Rythme de publication",
            weeks="Articles par semaine, de la semaine du {first} à celle du {last}.",
            most="{name} : {total} articles, le plus dans la semaine du {week} ({count}).",
            made="Réalisé avec",
            groups={"tag": "Par thème", "author": "Par auteur", "source": "Par source", "language": "Par langue"},
            day="{day} {month} {year:%Y}",
            months=tuple(
                "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905 - words
            ),
        ),
        Words(
            language="es",
            follow="Seguir",
            paste="Pegue una de estas direcciones en un lector de canales: un clic la selecciona entera.",
            stories="Lo último",
            feeds="Canales",
            all_feeds="Todos los canales en un archivo, para lectores que importan OPML",
            empty="Aquí todavía no hay nada.",
            updated="actualizado",
            via="vía",
            rhythm="Ritmo de publicación",
            weeks="Artículos por semana, desde la semana del {first} hasta la del {last}.",
            most="{name}: {total} artículos, la mayoría en la semana del {week} ({count}).",
            made="Hecho con",
            groups={"tag": "Por tema", "author": "Por autor", "source": "Por fuente", "language": "Por idioma"},
            day="{day} de {month} de {year:%Y}",
            months=tuple(
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905 - words
            ),
        ),
    )
}
