"""The price list: for each zone, up to how many grams a parcel costs how many cents."""

PRICES = {
    1: [(500, 390), (2000, 490), (5000, 690), (30000, 1390)],
    2: [(500, 690), (2000, 890), (5000, 1290), (30000, 2490)],
    3: [(500, 890), (2000, 1190), (5000, 1790), (30000, 3290)],
    4: [(500, 1490), (2000, 2190), (5000, 3490), (30000, 7990)],
}


def price_for(zone, grams):
    """The price of the first bracket that the parcel fits into, its limit included."""
    for limit, cents in PRICES[zone]:
        if grams < limit:
            return cents
    raise ValueError(f"{grams} g is more than a parcel may weigh")
