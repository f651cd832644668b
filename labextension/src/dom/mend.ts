import type { ElementForm, ElementSpec, MendReport, NodeForm, PropOp, PropValue } from './protocol';
import { isSafeName, setSafeAttribute } from './attributes';
import { createNodes } from './create';
import { joinText } from './hydrate';
import {
  attributeNamesOf,
  contentOf,
  createElement,
  getAttribute,
  innerHtmlOf,
  insertBefore,
  isElement,
  isText,
  localNameOf,
  removeChild,
  setInnerHtml,
} from './native';
import type { Page } from './page';
import { nameOf, pathOf } from './path';
import { defaultOf, setDefault } from './properties';
import { trustedHtml } from './trusted';

/** Attributes that server HTML has for a property, or that a visitor's click changes. */
const OWN_AFFAIR = new Set(['value', 'checked', 'selected', 'muted', 'open']);

/** What mending found, and the properties that are still to be set. */
export interface Mended {
  readonly reports: MendReport[];
  readonly late: PropOp[];
}

/** Make the HTML that is there what Python rendered, keep every node that fits, and number all. */
export function mend(page: Page, forms: readonly NodeForm[]): Mended {
  page.nodes.reset();
  const mender = new Mender(page);
  mender.children(page.nodes.root, forms);
  return { reports: mender.reports, late: mender.late };
}

class Mender {
  readonly reports: MendReport[] = [];
  readonly late: PropOp[] = [];
  #id = 1;

  constructor(readonly page: Page) {}

  children(parent: Element, forms: readonly NodeForm[]): void {
    const found = this.#content(parent);
    let at = 0;
    forms.forEach((form, index) => {
      at = this.#skipExtra(found, at, form, forms.length - index);
      const node = found[at];
      if (node && fits(node, form)) {
        this.#adopt(node, form);
        at++;
      } else if (node && found.length - at >= forms.length - index) {
        this.#report(node, `found ${nameOf(node)}, wanted ${nameOfForm(form)}`);
        this.#create(parent, form, node);
        removeChild(parent, node);
        at++;
      } else {
        this.#report(parent, `${nameOfForm(form)} was missing`);
        this.#create(parent, form, node ?? null);
      }
    });
    for (const node of found.slice(at)) this.#removeExtra(node);
  }

  #content(parent: Element): ChildNode[] {
    for (const node of contentOf(parent)) {
      const before = node.previousSibling;
      if (isText(node) && before && isText(before)) joinText(before, node);
    }
    return contentOf(parent);
  }

  /** Where more is there than wanted, pass over what does not fit: something was put in. */
  #skipExtra(found: readonly ChildNode[], from: number, form: NodeForm, wanted: number): number {
    const spare = found.length - from - wanted;
    const next = found.slice(from, from + spare + 1).findIndex((node) => fits(node, form));
    if (next <= 0) return from;
    for (const node of found.slice(from, from + next)) this.#removeExtra(node);
    return from + next;
  }

  #removeExtra(node: ChildNode): void {
    this.#report(node, `${nameOf(node)} was too much`);
    node.remove();
  }

  #create(parent: Element, form: NodeForm, before: Node | null): void {
    const made = createNodes(this.page, parent, this.#id, [form], this.late);
    this.#id += countOf(form);
    insertBefore(parent, made, before);
  }

  #adopt(node: ChildNode, form: NodeForm): void {
    const id = this.#id++;
    this.page.nodes.set(id, node);
    if (typeof form === 'string') this.#mendText(node as unknown as Text, form);
    else this.#mendElement(id, node as unknown as Element, form);
  }

  #mendText(node: Text, wanted: string): void {
    if (node.data === wanted) return;
    this.#report(node, difference(node.data, wanted));
    node.data = wanted;
  }

  #mendElement(id: number, element: Element, form: ElementForm): void {
    const spec = form[1] || {};
    this.#mendAttributes(element, spec);
    for (const [type, options] of Object.entries(spec.e ?? {}))
      this.page.listeners.listen([id], type, options);
    for (const [name, value] of Object.entries(spec.p ?? {})) {
      this.#mendDefault(element, name, value);
      this.late.push(['prop', id, name, value]);
    }
    if (spec.h !== undefined) this.#mendHtml(element, spec.h);
    else if (localNameOf(element) !== 'textarea')
      this.children(element, form.slice(2) as unknown as NodeForm[]);
  }

  #mendAttributes(element: Element, spec: ElementSpec): void {
    const wanted = new Map(Object.entries(spec.a ?? {}));
    for (const [name, value] of wanted) {
      const found = getAttribute(element, name);
      if (found === value || !isSafeName(name)) continue;
      this.#report(element, `${name}: ${difference(found ?? 'nothing', value)}`);
      setSafeAttribute(element, name, value);
    }
    for (const name of attributeNamesOf(element)) {
      if (wanted.has(name) || OWN_AFFAIR.has(name)) continue;
      this.#report(element, `the attribute ${name} was too much`);
      // Not by our own setter, which refuses names: whatever is there must go.
      element.removeAttribute(name);
    }
  }

  /** What a visitor typed stays; what the HTML said before is mended. */
  #mendDefault(element: Element, name: string, wanted: PropValue): void {
    const found = defaultOf(element, name);
    if (found === undefined || found === wanted) return;
    this.#report(element, `${name}: ${difference(String(found), String(wanted))}`);
    setDefault(element, name, wanted);
  }

  #mendHtml(element: Element, wanted: string): void {
    const template = createElement(this.page.nodes.document, 'template');
    template.innerHTML = trustedHtml(wanted);
    if (template.innerHTML === innerHtmlOf(element)) return;
    this.#report(element, 'other raw HTML was found');
    setInnerHtml(element, trustedHtml(wanted));
  }

  #report(node: Node, what: string): void {
    this.reports.push([pathOf(this.page.nodes.root, node), what]);
  }
}

function fits(node: Node, form: NodeForm): boolean {
  return typeof form === 'string' ? isText(node) : isElement(node) && localNameOf(node) === form[0];
}

function nameOfForm(form: NodeForm): string {
  return typeof form === 'string' ? 'text' : form[0];
}

function countOf(form: NodeForm): number {
  if (typeof form === 'string') return 1;
  return form.slice(2).reduce<number>((sum, child) => sum + countOf(child as NodeForm), 1);
}

function difference(found: string, wanted: string): string {
  return `found ${clip(found)}, wanted ${clip(wanted)}`;
}

function clip(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
