"""A stranger's drawing, made anew from the elements and attributes that only draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from autograder.inert.markup import words

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)

_DRAWS = words(
    "circle clipPath defs desc ellipse g line linearGradient marker mask path pattern"
    " polygon polyline radialGradient rect stop style svg symbol text title tspan"
    " use"
)
_STYLE = re.compile(r"[\w\s{}*.#:;,%-]*", re.ASCII)  # no round brackets: no url()
_OWN_PLACE = re.compile(r"url\(#[\w-]+\)", re.ASCII)
DEEPEST, MOST_ELEMENTS = 50, 20_000


def clean_svg(text: str) -> str | None:
    """The drawing without anything that runs or loads; None if it is none."""
    try:
        root = fromstring(text)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    room = [MOST_ELEMENTS]
    drawn = drawing(root, 0, room)
    if drawn is None or room[0] < 0:
        return None
    return ElementTree.tostring(drawn, encoding="unicode")


def drawing(
    element: ElementTree.Element, depth: int, room: list[int]
) -> ElementTree.Element | None:
    """A copy of one element with those in it; None for one that does not draw."""
    room[0] -= 1
    if not isinstance(element.tag, str) or depth > DEEPEST or room[0] < 0:
        return None
    space, _, name = element.tag.rpartition("}")
    if space != f"{{{_SVG}" or name not in _DRAWS:
        return None
    text = element.text or ""
    if name == "style" and not _STYLE.fullmatch(text):
        return None
    copy = ElementTree.Element(
        element.tag, {k: v for k, v in element.attrib.items() if harmless(k, v)}
    )
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        if (drawn := drawing(child, depth + 1, room)) is not None:
            copy.append(drawn)
    return copy


def harmless(name: str, value: str) -> bool:
    """Whether an attribute only says how to draw."""
    if name in ("href", f"{{{_XLINK}}}href"):
        return value.startswith("#")
    plain = re.fullmatch(r"[A-Za-z][\w-]*", name) is not None
    inside = _OWN_PLACE.sub("", value).lower()
    loads = any(word in inside for word in ("url", "image", "\\", "@", "script"))
    return plain and not name.lower().startswith("on") and not loads
