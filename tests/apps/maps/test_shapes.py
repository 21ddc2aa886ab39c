# SPDX-License-Identifier: Apache-2.0
"""Areas as people type them, what they hold, and what is cut from a picture."""

import pytest

from taawun.apps.maps.clipping import clip
from taawun.apps.maps.projecting import HEIGHT, WIDTH, fit, view_of
from taawun.apps.maps.shapes import Form, area, circle, line, line_in, point, read_area
from taawun.kernel.errors import BadArea

AREAS = {
    "corners": "26.1 50.4; 26.4 50.4; 26.3 50.8",
    "corners with commas": "26.1, 50.4; 26.4, 50.4; 26.3, 50.8",
    "corners in lines": "26.1 50.4\n26.4 50.4\n26.3 50.8",
    "corners in Arabic digits": "٢٦٫١ ٥٠٫٤؛ ٢٦٫٤ ٥٠٫٤؛ ٢٦٫٣ ٥٠٫٨",
    "corners in Urdu digits": "۲۶٫۱ ۵۰٫۴؛ ۲۶٫۴ ۵۰٫۴؛ ۲۶٫۳ ۵۰٫۸",
    "a ring that is closed already": "26.1 50.4; 26.4 50.4; 26.3 50.8; 26.1 50.4",
}
NO_AREAS = {
    "nothing": " ",
    "two corners": "26.1 50.4; 26.4 50.4",
    "one corner thrice": "26.1 50.4; 26.1 50.4; 26.1 50.4",
    "a latitude beyond the pole": "96.1 50.4; 26.4 50.4; 26.3 50.8",
    "a word": "Sitra; Manama; Muharraq",
    "a radius of nothing": "26.2 50.6 0 km",
    "a radius larger than a sea": "26.2 50.6 5000 km",
    "a circle over the pole": "89.9 0 500 km",
    "a radius without a unit": "26.2 50.6 10",
    "too many corners": ";".join(f"{each / 100} {each / 50}" for each in range(300)),
    "too long": "1 1;" * 3_000,
}


@pytest.mark.parametrize("text", AREAS.values(), ids=AREAS)
def test_an_area_is_read_as_it_is_typed(text) -> None:
    found = read_area(text)
    assert found == area([(50.4, 26.1), (50.4, 26.4), (50.8, 26.3)])
    assert found.places[0] == found.places[-1]


@pytest.mark.parametrize("text", NO_AREAS.values(), ids=NO_AREAS)
def test_what_is_no_area_is_refused(text) -> None:
    with pytest.raises(BadArea):
        read_area(text)


def test_a_circle_holds_what_is_within_its_radius() -> None:
    by_miles, by_kilometres = read_area("26.2 50.6 10 nm"), read_area("26.2 50.6 10 KM")
    fifteen = (50.6, 26.2 + 15 / 111.2)
    assert by_miles.holds(fifteen)
    assert not by_kilometres.holds(fifteen)
    assert by_kilometres.holds((50.6, 26.2))


def test_only_an_area_holds_anything() -> None:
    assert not line([(50.0, 26.0), (51.0, 27.0)]).holds((50.5, 26.5))
    assert not point(50.5, 26.5).holds((50.5, 26.5))
    assert area([(50, 26), (51, 26), (51, 27), (50, 27)]).holds((50.5, 26.5))


def test_shapes_are_given_as_geojson() -> None:
    assert point(50.5, 26.5).geojson == {"type": "Point", "coordinates": [50.5, 26.5]}
    assert line([(50, 26), (51, 27)]).geojson == {"type": "LineString", "coordinates": [[50, 26], [51, 27]]}
    assert circle(50.5, 26.5, 5).geojson["coordinates"][0][0] == circle(50.5, 26.5, 5).geojson["coordinates"][0][-1]
    assert circle(50.5, 26.5, 5).form is Form.AREA


def test_a_line_of_one_place_is_none() -> None:
    with pytest.raises(BadArea):
        line([(50.0, 26.0)])


LINES = {
    "places": "26.1 50.4; 26.4 50.8",
    "words before": "Route: 26.1 50.4; 26.4 50.8",
    "Arabic digits": "المسار ٢٦٫١ ٥٠٫٤؛ ٢٦٫٤ ٥٠٫٨",
    "Urdu digits": "راستہ ۲۶٫۱ ۵۰٫۴؛ ۲۶٫۴ ۵۰٫۸",
    "lines": "26.1, 50.4\n26.4, 50.8\n",
}
NO_LINES = {
    "nothing": "",
    "one place": "26.1 50.4",
    "a word": "Sitra",
    "a circle": "26.2 50.6 10 nm",
    "beyond the pole": "99 5; 26 50",
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_line_is_read_as_it_is_typed(text) -> None:
    assert line_in(text) == line([(50.4, 26.1), (50.8, 26.4)])


@pytest.mark.parametrize("text", NO_LINES.values(), ids=NO_LINES)
def test_what_is_no_line_is_none(text) -> None:
    assert line_in(text) is None


def test_a_ring_is_cut_at_the_edge_of_the_window() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    assert sorted(clip(square, (5.0, 5.0, 20.0, 20.0))) == [(5.0, 5.0), (5.0, 10.0), (10.0, 5.0), (10.0, 10.0)]
    assert clip(square, (20.0, 20.0, 30.0, 30.0)) == []


def test_what_is_shown_lies_in_the_picture() -> None:
    shapes = [point(50.5, 26.2), point(67.0, 24.8), circle(60, 20, 100)]
    view = view_of(shapes)
    for shape in shapes:
        for place in shape.places:
            x, y = view.at(place)
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_the_north_is_up_and_a_window_keeps_the_proportions() -> None:
    view = fit((50.0, 25.0, 52.0, 27.0))
    assert view.at((51.0, 27.0))[1] < view.at((51.0, 25.0))[1]
    assert (view.at((view.east, 26.0))[0], view.at((view.west, 26.0))[0]) == (WIDTH, 0)
