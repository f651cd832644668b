import type {
  ElementForm,
  ElementSpec,
  HoleValue,
  NodeForm,
  PropOp,
  PropValue,
  EventOptions,
  RowsForm,
} from './protocol';
import { setSafeAttribute } from './attributes';
import { makeElement, setAttributes, spaceInside } from './element';
import {
  createFragment,
  createText,
  insertBefore,
  parentOf,
  removeChild,
  setInnerHtml,
} from './native';
import type { Page } from './page';
import { setDefault } from './properties';
import { Range } from './ranges';
import { rowsOf, valueAt } from './rows';
import { templateOf, type Known, type Template } from './template';
import { trustedHtml } from './trusted';

/** Build new nodes, with ids from `first` on, for a place inside `parent`. */
export function createNodes(
  page: Page,
  parent: Element,
  first: number,
  forms: readonly NodeForm[],
  late: PropOp[],
  document = page.nodes.document,
): DocumentFragment {
  return new Builder(page, first, late, document).fragment(forms, spaceInside(parent));
}

type Options = EventOptions | 1;

/** What is in the holes of one block. */
type Values = (hole: number) => HoleValue;

class Builder {
  constructor(
    readonly page: Page,
    public next: number,
    readonly late: PropOp[],
    readonly document: Document,
  ) {}

  fragment(forms: readonly NodeForm[], space: string | null): DocumentFragment {
    const fragment = createFragment(this.document);
    for (const form of forms) this.#build(fragment, form, space);
    return fragment;
  }

  #build(parent: Node, form: NodeForm, space: string | null): void {
    const rows = typeof form !== 'string' && rowsOf(form);
    if (rows) this.#rows(parent, rows, space);
    else if (typeof form === 'string') this.#text(parent, form);
    else this.#element(parent, form as ElementForm, space);
  }

  #text(parent: Node, form: string): void {
    const text = createText(this.document, form);
    this.page.nodes.set(this.next++, text);
    insertBefore(parent, text, null);
  }

  #element(parent: Node, form: ElementForm, space: string | null): void {
    const [tag, spec] = form;
    const id = this.next++;
    const element = makeElement(this.document, tag, space);
    this.page.nodes.set(id, element);
    if (spec) this.#dress(id, element, spec);
    if (form.length > 2) {
      const inside = spaceInside(element);
      for (let index = 2; index < form.length; index++)
        this.#build(element, form[index] as NodeForm, inside);
    }
    if (spec && spec.p)
      for (const [name, value] of Object.entries(spec.p)) this.#property(id, element, name, value);
    insertBefore(parent, element, null);
  }

  #dress(id: number, element: Element, spec: ElementSpec): void {
    setAttributes(element, spec.a);
    if (spec.e)
      for (const [type, options] of Object.entries(spec.e))
        this.page.listeners.listen([id], type, options);
    if (spec.h !== undefined) setInnerHtml(element, trustedHtml(spec.h));
  }

  /** Properties are set when everything is in its place: a select needs its options first. */
  #property(id: number, element: Element, name: string, value: PropValue): void {
    setDefault(element, name, value);
    this.late.push(['prop', id, name, value]);
  }

  #rows(parent: Node, { rows, count, columns }: RowsForm, space: string | null): void {
    const { nodes: table, listeners, templates } = this.page;
    const template = templateOf(templates, rows);
    const { size, texts, events } = template;
    const first = this.next;
    this.next += count * size;
    const roots: Node[] = [];
    let row = 0;
    const values: Values = (hole) => valueAt(columns[hole], row);
    const isOpen = texts.some(({ hole }) => Array.isArray(values(hole)));
    for (; row < count; row++) {
      const root = template.clone(this.document, space);
      const nodes: Known = [root];
      // Where nodes come and go, the others must be known before.
      if (isOpen) template.tags.forEach((_, offset) => template.reach(offset, nodes));
      this.#fill(template, first + row * size, nodes, values);
      if (isOpen) nodes.forEach((node, offset) => node && table.set(first + offset, node));
      insertBefore(parent, root, null);
      roots.push(root);
    }
    const options = events.map(({ hole }) => columns[hole] as HoleValue);
    if (!isOpen) table.ranges.add(new Range(first, roots, template, options));
    events.forEach(({ name, offset }, index) => {
      for (const one of [options[index]].flat() as (Options | null)[])
        if (one && isOpen) listeners.listen([first + offset], name, one);
        else if (one) listeners.attach(name, one);
    });
  }

  #fill(template: Template, base: number, nodes: Known, values: Values): void {
    for (const { offset, hole } of template.texts) {
      const value = values(hole);
      const text = template.reach(offset, nodes) as Text;
      if (value && typeof value === 'string') text.data = value;
      else nodes[offset] = this.#replace(text, value);
    }
    for (const { offset, hole, name } of template.attributes) {
      const value = values(hole);
      if (typeof value === 'string')
        setSafeAttribute(template.reach(offset, nodes) as Element, name, value);
    }
    for (const { offset, hole, name, value } of template.props) {
      const wanted = hole === undefined ? value : values(hole);
      if (hole === undefined || wanted !== null)
        this.#property(
          base + offset,
          template.reach(offset, nodes) as Element,
          name,
          wanted as PropValue,
        );
    }
  }

  /** Put something else than a text where one was foreseen: nodes, or nothing. */
  #replace(text: Text, value: HoleValue): undefined {
    const parent = parentOf(text) as Element;
    if (Array.isArray(value))
      insertBefore(parent, this.fragment(value as NodeForm[], spaceInside(parent)), text);
    removeChild(parent, text);
  }
}
