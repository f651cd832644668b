import { namespaceOf, removeAttribute, setAttribute, setAttributeNS } from './native';

export const HTML = 'http://www.w3.org/1999/xhtml';
export const SVG = 'http://www.w3.org/2000/svg';
export const MATH = 'http://www.w3.org/1998/Math/MathML';

/** The prefixes that the HTML parser knows inside SVG and MathML. */
const PREFIXES = new Map([
  ['xlink', 'http://www.w3.org/1999/xlink'],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

const NAME = /^[a-z_:][\w:.-]{0,255}$/i;
const REFUSED = /^(on|srcdoc$)/i;

/** Python refuses these names first; a page must hold even if it once does not. */
export function isSafeName(name: string): boolean {
  return NAME.test(name) && !REFUSED.test(name);
}

/** Set an attribute, or take it away (`null`). A name that could run a script is refused. */
export function setSafeAttribute(element: Element, name: string, value: string | null): void {
  if (!isSafeName(name)) {
    console.warn(`reactor: the attribute ${JSON.stringify(name.slice(0, 60))} is refused`);
  } else if (value === null) {
    removeAttribute(element, name);
  } else {
    const colon = name.indexOf(':');
    const space = colon > 0 && PREFIXES.get(name.slice(0, colon));
    if (space && namespaceOf(element) !== HTML) setAttributeNS(element, space, name, value);
    else setAttribute(element, name, value);
  }
}
