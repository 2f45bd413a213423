import pytest

from parcel_rates.parcel import Parcel


def test_heavy_parcel_is_billed_at_its_weight():
    assert Parcel(10, 10, 10, 1500).billable_g == 1500


def test_bulky_parcel_is_billed_at_its_volume():
    assert Parcel(50, 40, 30, 1500).billable_g == 12000


def test_volume_is_rounded_up():
    assert Parcel(1, 1, 1, 1).volumetric_g == 1


def test_parcel_without_weight_is_refused():
    with pytest.raises(ValueError):
        Parcel(10, 10, 10, 0)
