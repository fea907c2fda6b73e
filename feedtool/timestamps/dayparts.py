"""PARTS OF THE DAY, as words where others write AM or PM: "9:05 de la noche", "शाम 4:10 बजे", "晚上9:05"."""

from __future__ import annotations

_MORNING = (
    "सुबह;सवेरे;तड़के;午前;上午;早上;清晨;凌晨;早朝;오전;아침;새벽;öğleden önce;sabah;sáng;לפנות בוקר",
    (
        "in the morning;de la mañana;de la madrugada;de madrugada;da manhã;da madrugada;del mattino;di mattina;du matin"
        ";morgens;frühmorgens;vormittags;утра;ráno;dopoledne;rano;بعد منتصف الليل;صباحًا;صباحاً;صباحا;ص;πμ;π.μ."
        ";בבוקר;לפנות בוקר;sáng"
    ),
)
_NOON = ("दोपहर;中午;正午;낮;בצהריים;trưa", "mittags;del mediodía;de mediodía;בצהריים;trưa")
_AFTERNOON = (
    "शाम;सायं;अपराह्न;午後;下午;傍晚;오후;저녁;夕方;öğleden sonra;akşam;chiều",
    (
        "in the afternoon;in the evening;de la tarde;da tarde;del pomeriggio;de l'après-midi;nachmittags;abends"
        ";дня;вечера;odpoledne;po południu;wieczorem;مساءً;مساءا;مساء;عصرًا;عصرا;م;μμ;μ.μ.;"
        'אחה"צ;אחה״צ;אחר הצהריים;בערב;chiều'
    ),
)
_NIGHT = (
    "रात;देर रात;晚上;晚间;晚間;深夜;夜;밤;gece;tối",
    "at night;de la noche;da noite;di sera;di notte;du soir;de la nuit;nachts;ночи;ليلًا;ليلاً;ليلا;בלילה;tối",
)
_ROWS = (("morning", _MORNING), ("noon", _NOON), ("afternoon", _AFTERNOON), ("night", _NIGHT))

BEFORE = {word: part for part, (before, _) in _ROWS for word in before.split(";")}
"""Words that stand before a time, and the part of the day that they name."""
BEHIND = {word: part for part, (_, behind) in _ROWS for word in behind.split(";")}
"""Words that stand behind a time."""


def half_of(part: str, hour: int) -> str:
    """Return the half of the day ("a", "p") that an hour of twelve is in, "" where it is one of 24 or needs none.

    Twelve at night belongs to two days, as midnight does.
    """
    if not part or not 1 <= hour <= 12:
        return ""
    if part == "noon":
        return "" if 5 < hour < 12 else "p"
    if part == "night":
        return "midnight" if hour == 12 else "a" if hour < 6 else "p"
    return "a" if part == "morning" else "p"
