"""What is special about certain elements, for those who make, write and compare them."""

from __future__ import annotations

from typing import Final

_VOID = "area base br col embed hr img input link meta param source track wbr"
_REFUSED = "plaintext xmp listing noembed noframes frame frameset html head body"
_SVG = """
altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend
feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge
feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
foreignObject glyphRef linearGradient radialGradient textPath
"""

VOID_TAGS: Final = frozenset(_VOID.split())
# Elements that would swallow what follows them, or that a page has once.
REFUSED_TAGS: Final = frozenset(_REFUSED.split())
# The parser reads what is inside these as text, whatever it looks like.
CODE_TAGS: Final = frozenset(("script", "style"))
# Elements without child nodes that we could name: text, or raw HTML, is all they hold.
TEXT_TAGS: Final = frozenset(("textarea", "title", "noscript", "template"))
# The parser drops a newline right after these start tags.
NEWLINE_TAGS: Final = frozenset(("pre", "textarea"))
# The parser moves a text out of these.
TABLE_TAGS: Final = frozenset(("table", "tbody", "thead", "tfoot", "tr", "colgroup"))
# Lower case → the name of an SVG element that has capitals.
SVG_TAGS: Final = {name.lower(): name for name in _SVG.split()}
