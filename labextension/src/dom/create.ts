import type { ElementForm, ElementSpec, NodeForm, PropOp } from './protocol';
import { HTML, MATH, SVG, setSafeAttribute } from './attributes';
import {
  createElement,
  createElementNS,
  createFragment,
  createText,
  getAttribute,
  insertBefore,
  localNameOf,
  namespaceOf,
  setInnerHtml,
} from './native';
import type { Page } from './page';
import { setDefault } from './properties';
import { trustedHtml } from './trusted';

/** Elements inside which SVG and MathML go back to HTML, as the parser has it. */
const HTML_INSIDE = new Map([
  [SVG, /^(foreignObject|desc|title)$/],
  [MATH, /^(mi|mo|mn|ms|mtext)$/],
]);

/** Build new nodes with ids from `first` on, for a place inside `parent`. */
export function createNodes(
  page: Page,
  parent: Element,
  first: number,
  forms: readonly NodeForm[],
  late: PropOp[],
): DocumentFragment {
  const builder = new Builder(page, first, late);
  const fragment = createFragment(page.nodes.document);
  builder.fill(fragment, forms, spaceInside(parent));
  return fragment;
}

/** The namespace of an element's children. */
function spaceInside(parent: Element): string | null {
  const space = namespaceOf(parent);
  const tag = localNameOf(parent);
  if (space !== null && HTML_INSIDE.get(space)?.test(tag)) return HTML;
  if (tag === 'annotation-xml' && space === MATH)
    return /html/i.test(getAttribute(parent, 'encoding') ?? '') ? HTML : MATH;
  return space;
}

class Builder {
  readonly #document: Document;

  constructor(
    readonly page: Page,
    public next: number,
    readonly late: PropOp[],
  ) {
    this.#document = page.nodes.document;
  }

  fill(parent: Node, forms: readonly NodeForm[], space: string | null, from = 0): void {
    for (let index = from; index < forms.length; index++)
      insertBefore(parent, this.#build(forms[index] as NodeForm, space), null);
  }

  #build(form: NodeForm, space: string | null): Node {
    const id = this.next++;
    if (typeof form !== 'string') return this.#element(id, form, space);
    const text = createText(this.#document, form);
    this.page.nodes.set(id, text);
    return text;
  }

  #element(id: number, form: ElementForm, parentSpace: string | null): Element {
    const [tag, spec] = form;
    const space = tag === 'svg' ? SVG : tag === 'math' ? MATH : parentSpace;
    const element = this.#make(tag, space);
    this.page.nodes.set(id, element);
    if (spec) this.#dress(id, element, spec);
    if (form.length > 2)
      this.fill(
        element,
        form as readonly unknown[] as readonly NodeForm[],
        spaceInside(element),
        2,
      );
    if (spec && spec.p) this.#noteProperties(id, element, spec.p);
    return element;
  }

  #make(tag: string, space: string | null): Element {
    if (/^script$/i.test(tag)) return inertScript(this.#document, space);
    return space === HTML
      ? createElement(this.#document, tag)
      : createElementNS(this.#document, space, tag);
  }

  #dress(id: number, element: Element, spec: ElementSpec): void {
    if (spec.a)
      for (const name of Object.keys(spec.a)) setSafeAttribute(element, name, spec.a[name] ?? '');
    if (spec.e)
      for (const [type, options] of Object.entries(spec.e))
        this.page.listeners.listen([id], type, options);
    if (spec.h !== undefined) setInnerHtml(element, trustedHtml(spec.h));
  }

  /** Properties are set when everything is in its place: a select needs its options first. */
  #noteProperties(id: number, element: Element, props: NonNullable<ElementSpec['p']>): void {
    for (const [name, value] of Object.entries(props)) {
      setDefault(element, name, value);
      this.late.push(['prop', id, name, value]);
    }
  }
}

/** A script that the fragment parser made never runs, whatever becomes of it. */
function inertScript(document: Document, space: string | null): Element {
  const template = createElement(document, 'template') as HTMLTemplateElement;
  const tag = '<script></script>';
  template.innerHTML = trustedHtml(space === SVG ? `<svg>${tag}</svg>` : tag);
  return template.content.querySelector('script') as Element;
}
