"""Random values of the types that cross the wire."""

from __future__ import annotations

from datetime import timedelta, timezone

from hypothesis import strategies as st

from tests.core.codec_types_for_tests import (
    Color,
    Everything,
    Point,
    Rights,
    Shape,
    Size,
    Todo,
    Tree,
    Word,
)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
zones = st.none() | st.integers(-86_399, 86_399).map(lambda n: timezone(timedelta(seconds=n)))
times = st.times(timezones=zones).map(lambda one: one.replace(fold=0))
datetimes = st.datetimes(timezones=zones).map(lambda one: one.replace(fold=0))
decimals = st.decimals(allow_nan=False, allow_infinity=False)
floats = st.floats(allow_nan=False, allow_infinity=False)
todos = st.builds(Todo, st.integers(), st.text(), st.booleans())
everything = st.builds(
    Everything,
    number=floats,
    blob=st.binary(),
    day=st.dates(),
    clock=times,
    moment=datetimes,
    length=st.timedeltas(),
    ident=st.uuids(),
    price=decimals,
    color=st.sampled_from(Color),
    size=st.sampled_from(Size),
    word=st.sampled_from(Word),
    shape=st.sampled_from(Shape),
    rights=st.sampled_from([Rights(0), Rights.READ, Rights.READ | Rights.WRITE]),
    point=st.builds(Point, st.integers(), st.integers()),
    todo=st.none() | todos,
    pair=st.tuples(st.integers(), st.text()),
    many=st.lists(st.integers()).map(tuple),
    names=st.sets(st.text()),
    frozen=st.frozensets(st.integers()),
    by_name=st.dictionaries(st.text(), st.lists(st.integers())),
    by_day=st.dictionaries(st.dates(), st.integers()),
    by_size=st.dictionaries(st.sampled_from(Size), st.booleans()),
    choice=st.sampled_from(["a", 1, True, None]),
    either=st.integers() | st.text() | st.lists(floats),
    ambiguous=st.text() | st.dates() | todos,
    anything=json_values,
    user=st.integers(),
    noted=st.integers(),
)
trees = st.recursive(
    st.builds(Tree, st.text(), st.just([]), st.none() | st.text()),
    lambda inner: st.builds(Tree, st.text(), st.lists(inner, max_size=3)),
    max_leaves=8,
)
