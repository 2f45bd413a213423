"""What it costs to send a parcel."""

from parcel_rates.parcel import Parcel
from parcel_rates.quote import Quote, quote

__all__ = ["Parcel", "Quote", "quote"]
