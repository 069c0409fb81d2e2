"""Strangers' Markdown, HTML and SVG, made so that nothing in it can run.

Some viewers clean what they show, as JupyterLab does. nbconvert does not when it makes
nbgrader's feedback and formgrader's pages, and shows Markdown with the HTML in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# In Markdown these tags may stay, without attributes.
_TAGS_OF_TEXT = "b|br|code|del|em|i|ins|kbd|mark|s|small|strong|sub|sup|u"
# What opens a tag for a browser, whatever stands around it.
_OPENS_TAG = re.compile(
    rf"<(?=[a-z/!?])(?!/?(?:{_TAGS_OF_TEXT})[ ]*/?>)(?!https?://[^\s<>\"'`]*>)", re.I
)
_BEFORE_TARGET = re.compile(r"\](?=[(:])")
_TARGET = re.compile(r"[(:]\s*(?:<([^<>\n]*)>|([^\s)]*))")
_SAFE_TARGET = re.compile(
    r"https?://|mailto:|\#|$|data:image/(?:png|jpeg|gif);base64,"
    r"|[\w./-]+\.(?:png|jpe?g|gif)$",
    re.I | re.ASCII,
)
_ATTACHMENT = "attachment:"
_SAFE_NAME = re.compile(r"[\w.-]+", re.ASCII)

_TAGS = words(
    "a abbr b blockquote br caption center code col colgroup dd del div dl dt em h1 h2"
    " h3 h4 h5 h6 hr i img ins kbd li mark ol p pre s small span strong sub sup table"
    " tbody td tfoot th thead tr u ul"
)
_ATTRIBUTES = words(
    "align alt border colspan height rowspan scope style title valign width"
)
_STYLES = (
    *("background-color", "color", "font-style", "font-weight"),
    *("text-align", "text-decoration", "vertical-align", "white-space"),
)
# Comments, and elements of which not even the text is to be shown.
_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|"
    r"<(script|style|template|noscript|iframe|title|textarea)\b.*?(?:</\1\s*>|\Z)",
    re.I | re.S,
)
# A tag as programs write it, with at most thirty attributes.
_TAG = (
    r"<(/?)([a-z][a-z0-9]*)(?:\s+[a-z][a-z0-9:_-]*"
    r"(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?){0,30}\s*/?>"
)
_TAG_OR_SIGN = re.compile(rf"{_TAG}|<", re.I)
_VOID = words("area base br col embed hr img input link meta source wbr")
_INLINE = words(
    "a abbr b br code del em font i img ins kbd mark s small span strong sub sup u"
)
DEEPEST = 12  # elements in each other
MOST_SIGNS = 5_000  # that have to be read one by one


def markdown(text: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Markdown in which HTML is shown, not used, and links lead where they say.

    A blank after the sign that opens a tag, or before a link's target, is enough for
    every reader of Markdown, and is seen in code and formulas least. Of links those
    stay that lead to a web page, to a picture beside the notebook or to an attachment.
    """
    names = attachments or {}

    def link(found: re.Match[str]) -> str:
        target = _TARGET.match(text, found.end())
        where = (target[1] or target[2]) if target else ""
        if where.startswith(_ATTACHMENT):
            safe = where.removeprefix(_ATTACHMENT) in names
        else:
            safe = _SAFE_TARGET.match(where) is not None
        return "]" if safe else "] "

    text = _BEFORE_TARGET.sub(link, text)
    return _OPENS_TAG.sub("< ", text)


def with_safe_names(
    text: str, attachments: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """A cell's Markdown and pictures, with names that nbconvert finds again.

    It does not find a name with blanks or umlauts, and gives the notebook up.
    """
    renamed = {}
    for number, (name, bundle) in enumerate(attachments.items(), 1):
        if _SAFE_NAME.fullmatch(name):
            renamed[name] = name
        else:
            renamed[name] = f"picture-{number}.{next(iter(bundle)).rpartition('/')[2]}"

    def target(found: re.Match[str]) -> str:
        name = unquote(html.unescape(found[2] or found[3]))
        return f"{found[1]}{_ATTACHMENT}{renamed.get(name, found[2] or found[3])}"

    expression = rf"(\][(:]\s*)(?:<{_ATTACHMENT}([^<>\n]*)>|{_ATTACHMENT}([^\s)]*))"
    pictures = {renamed[name]: bundle for name, bundle in attachments.items()}
    return re.sub(expression, target, text), pictures


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stay."""
    if name == "href":
        return tag == "a" and re.match(r"https?://|mailto:", value, re.I) is not None
    if name == "src":
        picture = r"data:image/(png|jpeg|gif);base64,[\w+/=\s]*"
        return tag == "img" and re.fullmatch(picture, value, re.ASCII) is not None
    return name in _ATTRIBUTES or (name == "class" and value == "dataframe")


def regular(text: str) -> str | None:
    """HTML in which every sign that is no plain tag is text; None if it nests badly.

    A library that reads HTML as browsers do takes hours for what somebody made so that
    elements are closed and opened again behind each other's back.
    """
    if text.count("&") > MOST_SIGNS:
        return None
    open_tags: list[str] = []
    signs = 0
    bad = False

    def one(found: re.Match[str]) -> str:
        nonlocal signs, bad
        if found[2] is None:
            signs += 1
            return "&lt;"
        name = found[2].lower()
        if bad:
            return ""
        if found[1]:
            bad = not open_tags or open_tags.pop() != name
        elif name not in _VOID:
            block = name not in _INLINE
            inline = _INLINE.intersection(open_tags)
            open_tags.append(name)
            bad = name in inline or (block and bool(inline))
            bad = bad or len(open_tags) > DEEPEST
        return found[0]

    text = _TAG_OR_SIGN.sub(one, text)
    return None if bad or open_tags or signs > MOST_SIGNS else text


def clean_html(text: str) -> str | None:
    """HTML with its tables, texts and pictures, and nothing that runs or loads.

    None for what is not worth the time.
    """
    import bleach  # not before it is needed: the engine starts meanwhile
    from bleach.css_sanitizer import CSSSanitizer

    shown = regular(_UNSHOWN.sub("", text))
    if shown is None:
        return None
    return bleach.clean(
        shown,
        tags=_TAGS,
        attributes=allowed,
        protocols=("http", "https", "mailto", "data"),
        strip=True,
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
    )
