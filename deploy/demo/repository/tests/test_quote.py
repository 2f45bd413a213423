from parcel_rates import Parcel, quote
from parcel_rates.__main__ import main


def test_quote_names_zone_weight_and_price():
    result = quote(Parcel(30, 20, 10, 1500), "FR")
    assert (result.zone, result.grams, result.cents) == (2, 1500, 890)


def test_command_line_prints_the_quote(capsys):
    assert main(["30x20x10", "1500", "FR"]) == 0
    assert capsys.readouterr().out == "zone 2, 1500 g billed, 890 cents\n"


def test_command_line_refuses_nonsense():
    assert main(["30x20", "1500", "FR"]) == 1
    assert main([]) == 64
