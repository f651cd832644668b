"""A function for every SVG element, in snake case; ``set_`` and ``filter_`` end in ``_``."""

from __future__ import annotations

from reactor_nb.core.elements import make_element

__all__ = [
    "a",
    "animate",
    "animate_motion",
    "animate_transform",
    "circle",
    "clip_path",
    "defs",
    "desc",
    "ellipse",
    "fe_blend",
    "fe_color_matrix",
    "fe_component_transfer",
    "fe_composite",
    "fe_convolve_matrix",
    "fe_diffuse_lighting",
    "fe_displacement_map",
    "fe_distant_light",
    "fe_drop_shadow",
    "fe_flood",
    "fe_func_a",
    "fe_func_b",
    "fe_func_g",
    "fe_func_r",
    "fe_gaussian_blur",
    "fe_image",
    "fe_merge",
    "fe_merge_node",
    "fe_morphology",
    "fe_offset",
    "fe_point_light",
    "fe_specular_lighting",
    "fe_spot_light",
    "fe_tile",
    "fe_turbulence",
    "filter_",
    "foreign_object",
    "g",
    "image",
    "line",
    "linear_gradient",
    "marker",
    "mask",
    "metadata",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radial_gradient",
    "rect",
    "script",
    "set_",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "text_path",
    "title",
    "tspan",
    "use",
    "view",
]

a = make_element("a")
animate = make_element("animate")
animate_motion = make_element("animateMotion")
animate_transform = make_element("animateTransform")
circle = make_element("circle")
clip_path = make_element("clipPath")
defs = make_element("defs")
desc = make_element("desc")
ellipse = make_element("ellipse")
fe_blend = make_element("feBlend")
fe_color_matrix = make_element("feColorMatrix")
fe_component_transfer = make_element("feComponentTransfer")
fe_composite = make_element("feComposite")
fe_convolve_matrix = make_element("feConvolveMatrix")
fe_diffuse_lighting = make_element("feDiffuseLighting")
fe_displacement_map = make_element("feDisplacementMap")
fe_distant_light = make_element("feDistantLight")
fe_drop_shadow = make_element("feDropShadow")
fe_flood = make_element("feFlood")
fe_func_a = make_element("feFuncA")
fe_func_b = make_element("feFuncB")
fe_func_g = make_element("feFuncG")
fe_func_r = make_element("feFuncR")
fe_gaussian_blur = make_element("feGaussianBlur")
fe_image = make_element("feImage")
fe_merge = make_element("feMerge")
fe_merge_node = make_element("feMergeNode")
fe_morphology = make_element("feMorphology")
fe_offset = make_element("feOffset")
fe_point_light = make_element("fePointLight")
fe_specular_lighting = make_element("feSpecularLighting")
fe_spot_light = make_element("feSpotLight")
fe_tile = make_element("feTile")
fe_turbulence = make_element("feTurbulence")
filter_ = make_element("filter")
foreign_object = make_element("foreignObject")
g = make_element("g")
image = make_element("image")
line = make_element("line")
linear_gradient = make_element("linearGradient")
marker = make_element("marker")
mask = make_element("mask")
metadata = make_element("metadata")
mpath = make_element("mpath")
path = make_element("path")
pattern = make_element("pattern")
polygon = make_element("polygon")
polyline = make_element("polyline")
radial_gradient = make_element("radialGradient")
rect = make_element("rect")
script = make_element("script")
set_ = make_element("set")
stop = make_element("stop")
style = make_element("style")
svg = make_element("svg")
switch = make_element("switch")
symbol = make_element("symbol")
text = make_element("text")
text_path = make_element("textPath")
title = make_element("title")
tspan = make_element("tspan")
use = make_element("use")
view = make_element("view")
