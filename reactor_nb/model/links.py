"""From a unit to the modules beside the notebook: what it imports and uses of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from reactor_nb.model.facts import Place
from reactor_nb.model.modules import absolute
from reactor_nb.model.spaces import Space, Spaces
from reactor_nb.model.unit import NEVER, NO_LINKS, Links, Unit


def links_of(unit: Unit, space: Space, spaces: Spaces) -> Links:
    """Return what a unit has to do with the modules beside the notebook."""
    facts = unit.facts
    if not facts.imports or (not len(spaces) and not _is_relative(facts.imports)):
        return NO_LINKS
    package = space.package

    def local(paths: Mapping[str, Place]) -> dict[str, Place]:
        full = {absolute(path, package): place for path, place in paths.items()}
        return {path: place for path, place in full.items() if path and spaces.holds(path)}

    named: dict[str, tuple[str, ...]] = {}
    for name, meanings in facts.aliases.items():
        paths = [absolute(meaning, package) for meaning in meanings]
        if found := tuple(path for path in paths if path and spaces.holds(path)):
            named[name] = found
    imports = local(facts.imports)
    taken = local(facts.taken)
    mentioned = [*imports, *taken, *(path for paths in named.values() for path in paths)]
    return Links(
        named=named,
        taken=taken,
        used=local(facts.inner),
        modules=tuple(dict.fromkeys(path for path in mentioned if path in spaces)),
        spelled=local(facts.spelled),
        lost={
            module: place
            for module, place in facts.imports.items()
            if absolute(module, package) is None
        },
    )


def _is_relative(imports: Mapping[str, Place]) -> bool:
    return any(module.startswith(".") for module in imports)


def exported_names(
    module: str | None, spaces: Spaces, units: Sequence[Unit]
) -> tuple[tuple[str, ...], bool]:
    """Return the names that ``import *`` takes from a module, and whether these are all.

    Args:
        module: its full name; of any other than those beside the notebook nothing is known.
        units: the units that were read so far.
    """
    if module is None or module not in spaces or spaces[module].broken:
        return (), False
    own = [units[index] for index in spaces[module].units if units[index].kind not in NEVER]
    listed = next((each for each in own if "__all__" in each.facts.defines), None)
    stars = any(each.kind == "star" for each in own)
    if listed is not None:
        changed = any("__all__" in each.facts.changes for each in own)
        names = _texts(getattr(listed.node, "value", None))
        if names is not None and not changed:
            return names, True
    public = dict.fromkeys(
        name for each in own for name in each.facts.defines if not name.startswith("_")
    )
    return tuple(public), not stars


def _texts(node: ast.AST | None) -> tuple[str, ...] | None:
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    texts = tuple(each.value for each in node.elts if isinstance(each, ast.Constant))
    whole = len(texts) == len(node.elts) and all(isinstance(each, str) for each in texts)
    return tuple(map(str, texts)) if whole else None
