"""What zone words mean, by country where it hangs on the country: tables only.

A meaning is a number of minutes east of UTC (the word is literal at any date) or an IANA name (the zone's rules apply).
"""

from __future__ import annotations

Meaning = int | str


def words(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())


def _offsets(rows: str) -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    for row in rows.split(";"):
        offset, *words = row.split()
        sign = -1 if offset[0] == "-" else 1
        hours, _, minutes = offset[1:].partition(":")
        table.update(dict.fromkeys(words, sign * (int(hours) * 60 + int(minutes or 0))))
    return table


# The shipped meanings.  IST is +05:30 flat: Asia/Kolkata is +05:21:10 before 1906 and +06:30 in the war.
SHIPPED: dict[str, Meaning] = {
    **_offsets(
        "-10 HST;-9 AKST;-8 PST AKDT HNP;-7 MST PDT HNR HAP;-6 CST MDT HNC HAR;-5 EST CDT HNE HAC COT PET ACT;"
        "-4 EDT AST HAE HNA VET BOT CLT GYT;"
        "-3 ADT HAA BRT ART UYT CLST;-3:30 NST;-2:30 NDT;+0 WET;+1 BST WAT WEST;+2 CAT SAST CEST MESZ MEST;"
        "+3 EAT TRT IDT EEST;"
        "+3:30 IRST;+4 GST;+4:30 AFT;+5 PKT UZT MVT;+5:30 IST SLST;+5:45 NPT;+6 BDT BTT;+6:30 MMT;+7 WIB ICT;"
        "+8 HKT SGT MYT PHT PHST WITA AWST;+9 JST KST WIT;+9:30 ACST;+10 AEST CHST;+10:30 ACDT;+11 AEDT;+12 NZST FJT;"
        "+13 NZDT"
    ),
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AKT": "America/Anchorage",
    "CET": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "MET": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "AET": "Australia/Sydney",
    "NZT": "Pacific/Auckland",
    "UHR": "Europe/Berlin",
}

# Words with another meaning where the publisher is; the country code is that of ISO 3166.
BY_COUNTRY: dict[str, dict[str, Meaning]] = {
    "IST": {"IN": 330, "LK": 330, "IE": "Europe/Dublin", "IL": "Asia/Jerusalem"},
    "BST": {"GB": 60, "BD": 360},
    "CST": {"US": -360, "CN": 480, "TW": 480, "HK": 480, "CU": "America/Havana", "AU": 570},
    "CDT": {"US": -300, "CU": "America/Havana"},
    "EST": {"US": -300, "AU": 600},
    "EDT": {"US": -240, "AU": 660},
    "PST": {"US": -480, "PH": 480},
    "MST": {"US": -420, "MY": 480},
    "SST": {"SG": 480, "WS": -660},
    "AST": {"CA": -240, "SA": 180, "KW": 180, "QA": 180, "BH": 180, "IQ": 180},
    "GST": {"AE": 240, "OM": 240, "GU": 600},
    "WST": {"AU": 480, "WS": 780},
    "UHR": {"AT": "Europe/Vienna", "CH": "Europe/Zurich", "LU": "Europe/Luxembourg", "IT": "Europe/Rome"},
}

# Where the rules of a zone say whether a literal word fits the season: the word's zone.
SEASONS = {
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AKST", "AKDT"), "America/Anchorage"),
    **dict.fromkeys(("CEST", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    "BST": "Europe/London",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "EEST": "Europe/Helsinki",
    "AEDT": "Australia/Sydney",
    "ACDT": "Australia/Adelaide",
    "IDT": "Asia/Jerusalem",
}

# What a word of standard time means literally, where the zone's rules decide because it is printed in summer as well.
STANDARD = {"CET": 60, "MEZ": 60, "EET": 120}

# Zone words that are also words: they need an end or a separator behind them, as lower case does.
ALSO_WORDS = words("ACT ART CAT EAT ET MET MT PET PT CT WIT WEST BOT NST")

# Capitals after a time that look like a zone word (they end in T or Z) and are none.
NOT_ZONES = words(
    "GET SET NOT BUT OUT LET PUT FIT GOT HAT HIT HOT LOT NET POST LAST NEXT TEXT CHAT FIRST LIST MOST JUST "
    "BEST REST TEST EAST WANT WHAT THAT HEAT SPOT LIFT LEFT RIGHT NIGHT EVENT START ABOUT SPORT GREAT EDIT "
    "EXIT VISIT AUDIT PRINT POINT EIGHT LIGHT FIGHT SHORT REPORT COURT FRONT GUEST LATEST QUIZ JAZZ BUZZ AT IT "
    "UT TNT DOT IIT NIT MIT NEET GUT SEIT ZEIT HEUT"
)

LONG_NAMES: dict[str, str] = {
    "india standard time": "IST",
    "indian standard time": "IST",
    "indian time": "IST",
    "irish standard time": "Europe/Dublin",
    "irish time": "Europe/Dublin",
    "israel standard time": "Asia/Jerusalem",
    "israel time": "Asia/Jerusalem",
    "eastern time": "ET",
    "eastern standard time": "EST",
    "eastern daylight time": "EDT",
    "central time": "CT",
    "central standard time": "CST",
    "central daylight time": "CDT",
    "mountain time": "MT",
    "mountain standard time": "MST",
    "mountain daylight time": "MDT",
    "pacific time": "PT",
    "pacific standard time": "PST",
    "pacific daylight time": "PDT",
    "central european time": "CET",
    "central european standard time": "CET",
    "central european summer time": "CEST",
    "british summer time": "BST",
    "uk time": "Europe/London",
    "greenwich mean time": "GMT",
    "coordinated universal time": "UTC",
    "japan standard time": "JST",
    "korea standard time": "KST",
    "singapore standard time": "SGT",
    "pakistan standard time": "PKT",
    "moscow time": "MSK",
    "moscow standard time": "MSK",
    "mitteleuropäische zeit": "MEZ",
    "mitteleuropäische sommerzeit": "MESZ",
    "hora peninsular": "Europe/Madrid",
    "hora de brasília": "America/Sao_Paulo",
    "heure de paris": "Europe/Paris",
    "भारतीय समय": "IST",
    "мск": "MSK",
    "по москве": "MSK",
    "tsi\u0307": "Europe/Istanbul",
    "tsi": "Europe/Istanbul",
    "بتوقيت غرينتش": "GMT",
    "بتوقيت جرينتش": "GMT",
    "بتوقيت مكة": "Asia/Riyadh",
    "بتوقيت مكة المكرمة": "Asia/Riyadh",
    "بتوقيت القاهرة": "Africa/Cairo",
    "שעון ישראל": "Asia/Jerusalem",
    "seč": "CET",
    "selč": "CEST",
    "по московскому времени": "MSK",
    "за київським часом": "Europe/Kyiv",
    "hora peninsular española": "Europe/Madrid",
    "horário brasileiro": "America/Sao_Paulo",
    "british time": "Europe/London",
    "bangladesh standard time": "Asia/Dhaka",
    "nepal standard time": "Asia/Kathmandu",
    "sri lanka standard time": "Asia/Colombo",
    "philippine standard time": "Asia/Manila",
    "china standard time": "Asia/Shanghai",
    "gulf standard time": "Asia/Dubai",
    "arabian standard time": "Asia/Riyadh",
    "western indonesia time": "Asia/Jakarta",
    "australian eastern time": "Australia/Sydney",
    "australian eastern standard time": "AEST",
    "australian eastern daylight time": "AEDT",
    "new zealand standard time": "NZST",
    "new zealand daylight time": "NZDT",
    "south african standard time": "SAST",
    "south africa standard time": "SAST",
    "east africa time": "EAT",
    "west africa time": "WAT",
    "central africa time": "CAT",
    "eastern european time": "EET",
    "eastern european summer time": "EEST",
    "western european time": "WET",
    "western european summer time": "WEST",
    "atlantic time": "America/Halifax",
    "atlantic standard time": "Etc/GMT+4",
    "atlantic daylight time": "ADT",
    "alaska time": "AKT",
    "hawaii time": "HST",
    "hawaii standard time": "HST",
}
AMERICAN_PARTS = {"eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT"}
"""Halves of those names, which stand for them in brackets or at the end behind AM or PM."""

# Countries by the end of a host's name; the order of numeric dates by country (none where both are met).
DAY_FIRST = words(
    "AE AR AT AU BD BE BG BH BO BR BY CH CL CO CR CY CZ DE DK DO DZ EC EE EG ES FI FR GB GH GR HK HR ID IE IL "
    "IN IS IT JM KE KW LB LK LU LV MA MT MX MY NG NL NO NP NZ OM PE PK PL PT PY QA RO RS RU SA SE SG SI SK TH "
    "TN TR UA UG UY VE VN ZA ZM ZW"
)
MONTH_FIRST = frozenset(("US",))
AMERICAN_WORDS = words("ET CT MT PT EST EDT CST CDT MST MDT PST PDT AKST AKDT HST")
DAY_FIRST_WORDS = words(
    "IST BST CET CEST MEZ MESZ EET EEST WET WEST MSK PKT NPT SGT MYT WIB WITA WIT ICT SAST EAT CAT WAT GST "
    "AEST AEDT ACST AWST NZST NZDT HKT BRT ART CLT COT PET UHR"
)
AMERICAN_ENDS = frozenset(("gov", "mil", "edu", "us"))
LANGUAGE_COUNTRY = {"he": "IL", "iw": "IL", "ga": "IE", "hi": "IN", "ta": "IN", "te": "IN", "mr": "IN", "gu": "IN"}
ZONE_COUNTRY = {
    "Asia/Kolkata": "IN",
    "Asia/Calcutta": "IN",
    "Europe/Dublin": "IE",
    "Eire": "IE",
    "Asia/Jerusalem": "IL",
    "Asia/Tel_Aviv": "IL",
    "Israel": "IL",
    "Asia/Shanghai": "CN",
    "Asia/Taipei": "TW",
    "Asia/Manila": "PH",
    "Asia/Dhaka": "BD",
    "Asia/Singapore": "SG",
    "Asia/Riyadh": "SA",
    "Asia/Kuala_Lumpur": "MY",
    "Europe/London": "GB",
    "Europe/Vienna": "AT",
    "Europe/Zurich": "CH",
    **dict.fromkeys(("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth"), "AU"),
    **dict.fromkeys(("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"), "US"),
}
