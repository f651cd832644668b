import type { ElementSpec } from './protocol';
import { HTML, MATH, SVG, setSafeAttribute } from './attributes';
import { createElement, createElementNS, getAttribute, localNameOf, namespaceOf } from './native';
import { trustedHtml } from './trusted';

/** Elements inside which SVG and MathML go back to HTML, as the parser has it. */
const HTML_INSIDE = new Map([
  [SVG, /^(foreignObject|desc|title)$/],
  [MATH, /^(mi|mo|mn|ms|mtext)$/],
]);

/** The namespace of an element's children. */
export function spaceInside(parent: Element): string | null {
  const space = namespaceOf(parent);
  const tag = localNameOf(parent);
  if (space !== null && HTML_INSIDE.get(space)?.test(tag)) return HTML;
  if (tag === 'annotation-xml' && space === MATH)
    return /\/x?html/i.test(getAttribute(parent, 'encoding') ?? '') ? HTML : MATH;
  return space;
}

/** A new element for a place where children are of the namespace `around`. */
export function makeElement(document: Document, tag: string, around: string | null): Element {
  const space = tag === 'svg' ? SVG : tag === 'math' ? MATH : around;
  if (/^script$/i.test(tag)) return inertScript(document, space);
  return space === HTML ? createElement(document, tag) : createElementNS(document, space, tag);
}

export function setAttributes(element: Element, attributes: ElementSpec['a']): void {
  if (attributes)
    for (const name of Object.keys(attributes))
      setSafeAttribute(element, name, attributes[name] ?? '');
}

/** A document without a window: nothing in it is loaded or played, and no custom element runs. */
export function inertDocument(document: Document): Document {
  return (createElement(document, 'template') as HTMLTemplateElement).content.ownerDocument;
}

/** A script that the fragment parser made never runs, whatever becomes of it. */
function inertScript(document: Document, space: string | null): Element {
  const template = createElement(document, 'template') as HTMLTemplateElement;
  const tag = '<script></script>';
  template.innerHTML = trustedHtml(space === SVG ? `<svg>${tag}</svg>` : tag);
  return template.content.querySelector('script') as Element;
}
