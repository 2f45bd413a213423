"""A parcel, and the weight that it is billed at."""

from dataclasses import dataclass

# One kilogram is billed for every 5000 cubic centimetres, however light the parcel is.
CUBIC_CM_PER_KG = 5000


@dataclass(frozen=True)
class Parcel:
    length_cm: int
    width_cm: int
    height_cm: int
    weight_g: int

    def __post_init__(self):
        if min(self.length_cm, self.width_cm, self.height_cm, self.weight_g) <= 0:
            raise ValueError("a parcel has a size and a weight")

    @property
    def volumetric_g(self):
        volume = self.length_cm * self.width_cm * self.height_cm
        return -(-volume * 1000 // CUBIC_CM_PER_KG)

    @property
    def billable_g(self):
        return max(self.weight_g, self.volumetric_g)
