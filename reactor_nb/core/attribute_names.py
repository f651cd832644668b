"""The attribute names of HTML, SVG, MathML and ARIA, found however an author spells them."""

from __future__ import annotations

from typing import Final

_HTML = """
abbr accept accept-charset accesskey action allow allowfullscreen alt as async autocapitalize
autocomplete autocorrect autofocus autoplay blocking capture charset checked cite class color cols
colspan command commandfor content contenteditable controls controlslist coords crossorigin data
datetime decoding default defer dir dirname disabled disablepictureinpicture
disableremoteplayback download draggable
enctype enterkeyhint exportparts fetchpriority for form formaction formenctype formmethod
formnovalidate formtarget headers height hidden high href hreflang http-equiv id imagesizes
imagesrcset indeterminate inert inputmode integrity is ismap itemid itemprop itemref itemscope
itemtype kind label lang list loading loop low max maxlength media method min minlength multiple
muted name nomodule nonce novalidate open optimum part pattern ping placeholder playsinline popover
popovertarget popovertargetaction poster preload property readonly referrerpolicy rel required
reversed role rows rowspan sandbox scope selected shape size sizes slot span spellcheck src srcdoc
srclang srcset start step style summary tabindex target title translate type usemap value width wrap
writingsuggestions
"""
_SVG = """
accumulate additive alignment-baseline amplitude attributeName attributeType azimuth baseFrequency
baseProfile baseline-shift begin bias by calcMode clip clip-path clip-rule clipPathUnits
color-interpolation color-interpolation-filters cursor cx cy d diffuseConstant direction display
divisor dominant-baseline dur dx dy edgeMode elevation end exponent fill fill-opacity fill-rule
filter filterUnits flood-color flood-opacity font-family font-size font-size-adjust font-stretch
font-style font-variant font-weight fr from fx fy glyphRef glyph-orientation-horizontal
glyph-orientation-vertical gradientTransform gradientUnits image-rendering in in2 intercept k1 k2 k3
k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust letter-spacing
lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight markerUnits
markerWidth mask mask-type maskContentUnits maskUnits mode numOctaves offset opacity operator order
orient origin overflow overline-position overline-thickness paint-order path pathLength
patternContentUnits patternTransform patternUnits pointer-events points pointsAtX pointsAtY
pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY repeatCount repeatDur
requiredExtensions requiredFeatures restart result rotate rx ry scale seed shape-rendering side
slope specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color
stop-opacity strikethrough-position strikethrough-thickness stroke stroke-dasharray
stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
surfaceScale systemLanguage tableValues targetX targetY text-anchor text-decoration text-rendering
textLength to transform transform-origin underline-position underline-thickness unicode-bidi values
vector-effect version viewBox viewTarget visibility white-space word-spacing writing-mode x x1 x2
xChannelSelector y y1 y2 yChannelSelector z zoomAndPan xlink:href xlink:title xml:lang xml:space
xmlns xmlns:xlink
"""
_MATHML = """
accent accentunder columnalign columnlines columnspacing definitionURL depth displaystyle fence
frame framespacing largeop linethickness lspace mathbackground mathcolor mathsize mathvariant
maxsize minsize movablelimits notation rowalign rowlines rowspacing rspace scriptlevel separator
stretchy symmetric voffset
"""
_ARIA = """
activedescendant atomic autocomplete braillelabel brailleroledescription busy checked colcount
colindex colindextext colspan controls current describedby description details disabled dropeffect
errormessage expanded flowto grabbed haspopup hidden invalid keyshortcuts label labelledby level
live modal multiline multiselectable orientation owns placeholder posinset pressed readonly
relevant required roledescription rowcount rowindex rowindextext rowspan selected setsize sort
valuemax valuemin valuenow valuetext
"""
_URLS = """
action background cite classid codebase data formaction from href icon longdesc manifest
ping poster profile src to usemap values xlink:href xml:base
"""

URL_NAMES: Final = frozenset(_URLS.split())

# What False and True are where HTML has words for them, and a bare attribute is neither.
BOOLEAN_WORDS: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(
        ("contenteditable", "draggable", "focusable", "preserveAlpha", "spellcheck"),
        ("false", "true"),
    ),
    **dict.fromkeys(("autocapitalize", "autocomplete", "autocorrect"), ("off", "on")),
    "translate": ("no", "yes"),
    "writingsuggestions": ("false", "true"),
}

# Spellings that authors know from elsewhere: the event they mean, or what to write instead.
EVENT_ALIASES: Final = {"doubleclick": "dblclick"}
EVENT_HINTS: Final = {
    "hover": "on_mouseenter",
    "mousewheel": "on_wheel",
    "rightclick": "on_contextmenu",
}


def _table() -> dict[str, str]:
    """Return squeezed name → name, without those that two names share."""
    names = [*_HTML.split(), *_SVG.split(), *_MATHML.split()]
    names += [f"aria-{name}" for name in _ARIA.split()]
    table: dict[str, str] = {}
    shared: set[str] = set()
    for name in names:
        squeezed = name.replace("-", "").replace(":", "").lower()
        if table.setdefault(squeezed, name) != name:
            shared.add(squeezed)
    return {squeezed: name for squeezed, name in table.items() if squeezed not in shared}


KNOWN_NAMES: Final[dict[str, str]] = _table()
