import pytest

from parcel_rates.rates import price_for


def test_light_parcel_costs_the_first_price():
    assert price_for(1, 120) == 390


def test_parcel_above_a_limit_costs_the_next_price():
    assert price_for(1, 501) == 490


def test_parcel_at_a_limit_still_costs_that_price():
    assert price_for(2, 2000) == 890


def test_too_heavy_parcel_is_refused():
    with pytest.raises(ValueError):
        price_for(1, 30001)
