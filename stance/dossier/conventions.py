"""Numbers that the whole house agrees on."""

from scipy.special import ndtri

CONFIDENCE = 0.90
QUANTILE = float(
    ndtri((1 + CONFIDENCE) / 2)
)  # half the width of that interval, in standard errors of a normal estimate
