"""How different two people are: the weighted mean over the dimensions that both have told.

Source:
    Gower, "A general coefficient of similarity and some of its properties", Biometrics 27 (1971).
"""

from collections.abc import Sequence

import numpy as np

from grodd.engines.election import Floats
from grodd.engines.grouping.values import Dimension, Person


def distances(people: Sequence[Person], dimensions: Sequence[Dimension]) -> Floats:
    """The distance of each pair.

    Args:
        people: n of them.
        dimensions: How they differ.

    Returns:
        Shape (n, n), symmetric, from 0 (alike) to 1 (different in everything); 0 on the diagonal
        and where two people have no dimension in common.
    """
    n = len(people)
    apart, compared = np.zeros((n, n)), np.zeros((n, n))
    for dimension in dimensions:
        told = np.array([dimension.key in person.traits for person in people], np.bool_)
        both = told[:, None] & told[None, :]
        apart += np.where(both, _apart(people, dimension), 0.0) * dimension.weight
        compared += both * dimension.weight
    np.divide(apart, compared, out=apart, where=compared > 0)
    np.fill_diagonal(apart, 0.0)
    return apart


def _apart(people: Sequence[Person], dimension: Dimension) -> Floats:
    """The distance in one dimension; arbitrary where one of the two has not told."""
    if dimension.span is None:
        codes: dict[object, int] = {}
        values = [person.traits.get(dimension.key) for person in people]
        coded = np.array([codes.setdefault(value, len(codes)) for value in values], np.int64)
        return np.asarray(coded[:, None] != coded[None, :], np.float64)
    numbers = np.array([float(person.traits.get(dimension.key, 0.0)) for person in people])
    shares = np.abs(numbers[:, None] - numbers[None, :]) / dimension.span
    return np.asarray(np.minimum(shares, 1.0), np.float64)
