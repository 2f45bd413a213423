"""Which zone a country belongs to."""

ZONES = {
    1: {"DE"},
    2: {"AT", "BE", "CZ", "DK", "FR", "LU", "NL", "PL"},
    3: {"ES", "FI", "GR", "IE", "IT", "NO", "PT", "SE"},
}
REST_OF_THE_WORLD = 4


def zone_of(country):
    code = country.strip().upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise ValueError(f"not a country code: {country!r}")
    for zone, countries in ZONES.items():
        if code in countries:
            return zone
    return REST_OF_THE_WORLD
