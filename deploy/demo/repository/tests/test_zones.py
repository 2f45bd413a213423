import pytest

from parcel_rates.zones import zone_of


@pytest.mark.parametrize(
    "country, zone", [("DE", 1), ("fr", 2), (" SE ", 3), ("NZ", 4)]
)
def test_country_belongs_to_its_zone(country, zone):
    assert zone_of(country) == zone


@pytest.mark.parametrize("country", ["", "F", "FRA", "F1"])
def test_what_is_no_country_code_is_refused(country):
    with pytest.raises(ValueError):
        zone_of(country)
