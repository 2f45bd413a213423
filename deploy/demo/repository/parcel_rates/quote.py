"""The whole quote for one parcel."""

from dataclasses import dataclass

from parcel_rates.rates import price_for
from parcel_rates.zones import zone_of


@dataclass(frozen=True)
class Quote:
    zone: int
    grams: int
    cents: int


def quote(parcel, country):
    zone = zone_of(country)
    grams = parcel.billable_g
    return Quote(zone, grams, price_for(zone, grams))
