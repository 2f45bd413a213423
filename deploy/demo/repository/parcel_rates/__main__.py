"""Quotes from the command line: SIZE (LxWxH in cm), WEIGHT (grams), COUNTRY."""

import sys

from parcel_rates.parcel import Parcel
from parcel_rates.quote import quote


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 64
    size, weight, country = arguments
    try:
        length, width, height = (int(side) for side in size.split("x"))
        result = quote(Parcel(length, width, height, int(weight)), country)
    except ValueError as error:
        print(f"parcel_rates: {error}", file=sys.stderr)
        return 1
    print(f"zone {result.zone}, {result.grams} g billed, {result.cents} cents")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
