"""PLACES beside a time, and the zone or country that they name: tables only."""

from __future__ import annotations

# Cities as they stand in brackets behind a time; a city that is the last part of one of these names needs no row.
_CITY_ZONES = (
    "Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Bogota "
    "America/Caracas America/Chicago America/Denver America/Lima America/Los_Angeles America/Mexico_City "
    "America/Montreal America/New_York America/Santiago America/Sao_Paulo America/Toronto America/Vancouver "
    "Asia/Baghdad Asia/Bangkok Asia/Beirut Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dubai Asia/Hong_Kong "
    "Asia/Jakarta Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Riyadh "
    "Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tehran Asia/Tokyo Australia/Melbourne "
    "Australia/Perth Australia/Sydney Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels "
    "Europe/Bucharest Europe/Budapest Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul "
    "Europe/Kyiv Europe/Lisbon Europe/London Europe/Luxembourg Europe/Madrid Europe/Moscow Europe/Oslo "
    "Europe/Paris Europe/Prague Europe/Rome Europe/Sofia Europe/Stockholm Europe/Vienna Europe/Warsaw "
    "Europe/Zurich Pacific/Auckland"
)
CITIES: dict[str, str] = {
    **{zone.rsplit("/", 1)[1].replace("_", " ").lower(): zone for zone in _CITY_ZONES.split()},
    **dict.fromkeys(("delhi", "new delhi", "mumbai", "chennai", "bengaluru", "bangalore", "hyderabad"), "Asia/Kolkata"),
    **dict.fromkeys(("calcutta", "india", "pune", "ahmedabad"), "Asia/Kolkata"),
    **dict.fromkeys(("washington", "boston", "atlanta", "miami"), "America/New_York"),
    **dict.fromkeys(("beijing", "peking"), "Asia/Shanghai"),
    **dict.fromkeys(("tel aviv", "israel"), "Asia/Jerusalem"),
    "ireland": "Europe/Dublin",
    "wien": "Europe/Vienna",
    "roma": "Europe/Rome",
    "geneva": "Europe/Zurich",
    "kiev": "Europe/Kyiv",
    **dict.fromkeys(("mecca", "makkah", "saudi"), "Asia/Riyadh"),
    **dict.fromkeys(("uae", "abu dhabi"), "Asia/Dubai"),
    "lisboa": "Europe/Lisbon",
    "londres": "Europe/London",
    "londra": "Europe/London",
    "moscú": "Europe/Moscow",
    "moscou": "Europe/Moscow",
    "moscovo": "Europe/Moscow",
    "nueva york": "America/New_York",
    "ciudad de méxico": "America/Mexico_City",
    "centro de méxico": "America/Mexico_City",
    "buenos aires": "America/Argentina/Buenos_Aires",
    "españa": "Europe/Madrid",
    "italiana": "Europe/Rome",
    "argentina": "America/Argentina/Buenos_Aires",
    "colombia": "America/Bogota",
    "colombiana": "America/Bogota",
    "perú": "America/Lima",
    "nepal": "Asia/Kathmandu",
    "pakistan": "Asia/Karachi",
    "bangladesh": "Asia/Dhaka",
    "philippine": "Asia/Manila",
    "brasília": "America/Sao_Paulo",
    "brasilia": "America/Sao_Paulo",
}

COUNTRIES = {
    "india": "IN",
    "ireland": "IE",
    "israel": "IL",
    "bangladesh": "BD",
    "britain": "GB",
    "china": "CN",
    "taiwan": "TW",
    "cuba": "CU",
    "australia": "AU",
    "philippines": "PH",
    "malaysia": "MY",
    "singapore": "SG",
    "samoa": "WS",
    "canada": "CA",
    "kuwait": "KW",
    "qatar": "QA",
    "bahrain": "BH",
    "iraq": "IQ",
    "oman": "OM",
    "guam": "GU",
    "austria": "AT",
    "switzerland": "CH",
}
"""Names of the countries whose zone words mean something else elsewhere, in brackets behind a zone word."""
