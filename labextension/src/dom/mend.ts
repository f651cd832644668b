import type { MendReport, NodeForm, PropOp, PropValue } from './protocol';
import { setSafeAttribute } from './attributes';
import { createNodes } from './create';
import { inertDocument } from './element';
import type { Listeners } from './events';
import {
  attributeNamesOf,
  contentOf,
  getAttribute,
  insertBefore,
  isElement,
  isText,
  localNameOf,
  nodeTypeOf,
  removeAttribute,
  removeChild,
} from './native';
import type { Page } from './page';
import { nameOf, pathOf } from './path';
import { defaultOf, setDefault } from './properties';
import { joinText } from './siblings';

/** Attributes that a visitor's click changes, or that server HTML has for a property. */
const OWN_AFFAIR = new Set(['value', 'checked', 'selected', 'muted', 'open']);

/** Those that are only there for a property, which is mended by itself. */
const FLAGS = new Set(['checked', 'selected', 'muted']);

/** What mending found, and the properties that are still to be set. */
export interface Mended {
  readonly reports: MendReport[];
  readonly late: PropOp[];
}

/**
 * Make the HTML that is there what Python rendered, keep every node that fits, and number all.
 *
 * What is wanted is built first; then what is there is compared with that, node by node.
 */
export function mend(page: Page, forms: readonly NodeForm[]): Mended {
  const { nodes, listeners } = page;
  const { root } = nodes;
  const late: PropOp[] = [];
  const heard: Parameters<Listeners['listen']>[] = [];
  const recorder = {
    listen: (...handlers: Parameters<Listeners['listen']>) => heard.push(handlers),
    attach: listeners.attach.bind(listeners),
  };
  nodes.reset();
  const wanted = createNodes(
    { ...page, listeners: recorder as unknown as Listeners },
    root,
    1,
    forms,
    late,
    inertDocument(nodes.document),
  );
  const mender = new Mender(root);
  mender.children(root, wanted);
  nodes.replace((node) => mender.kept.get(node) ?? node);
  // Handlers are of the nodes that are kept.
  for (const handlers of heard) listeners.listen(...handlers);
  for (const [, id, name, value] of late) mender.property(nodes.element(id), name, value);
  return { reports: mender.reports, late };
}

class Mender {
  readonly reports: MendReport[] = [];
  /** The nodes that were there and stay, by those that were built. */
  readonly kept = new Map<Node, Node>();

  constructor(readonly root: Element) {}

  children(parent: Element, model: ParentNode): void {
    const found = this.#content(parent);
    const models = contentOf(model);
    let at = 0;
    models.forEach((wanted, index) => {
      const left = models.length - index;
      at = this.#skipExtra(found, at, wanted, left);
      const node = found[at];
      if (node && fits(node, wanted)) {
        this.#keep(node, wanted);
        at++;
      } else if (node && found.length - at >= left) {
        this.#report(node, `found ${nameOf(node)}, wanted ${nameOf(wanted)}`);
        insertBefore(parent, wanted, node);
        removeChild(parent, node);
        at++;
      } else {
        this.#report(parent, `${nameOf(wanted)} was missing`);
        insertBefore(parent, wanted, node ?? null);
      }
    });
    for (const node of found.slice(at)) this.#removeExtra(node);
  }

  /** What a visitor typed stays; what the HTML said before is mended. */
  property(element: Element, name: string, wanted: PropValue): void {
    const found = defaultOf(element, name);
    if (found === undefined || found === wanted) return;
    this.#report(element, `${name}: ${difference(String(found), String(wanted))}`);
    setDefault(element, name, wanted);
  }

  #content(parent: Element): ChildNode[] {
    for (const node of contentOf(parent)) {
      const before = node.previousSibling;
      if (isText(node) && before && isText(before)) joinText(before, node);
    }
    return contentOf(parent);
  }

  /** Where more is there than wanted, pass over what does not fit: something was put in. */
  #skipExtra(found: readonly ChildNode[], from: number, model: Node, wanted: number): number {
    const spare = found.length - from - wanted;
    const next = found.slice(from, from + spare + 1).findIndex((node) => fits(node, model));
    if (next <= 0) return from;
    for (const node of found.slice(from, from + next)) this.#removeExtra(node);
    return from + next;
  }

  #removeExtra(node: ChildNode): void {
    this.#report(node, `${nameOf(node)} was too much`);
    node.remove();
  }

  #keep(node: ChildNode, model: Node): void {
    this.kept.set(model, node);
    if (isElement(node)) {
      this.#attributes(node, model as Element);
      if (localNameOf(node) !== 'textarea') this.children(node, model as Element);
    } else {
      this.#text(node as unknown as Text, (model as Text).data);
    }
  }

  #text(node: Text, wanted: string): void {
    if (node.data === wanted) return;
    this.#report(node, difference(node.data, wanted));
    node.data = wanted;
  }

  #attributes(element: Element, model: Element): void {
    const names = attributeNamesOf(model);
    for (const name of names) {
      const wanted = getAttribute(model, name) as string;
      const found = getAttribute(element, name);
      if (found === wanted || FLAGS.has(name)) continue;
      this.#report(element, `${name}: ${difference(found ?? 'nothing', wanted)}`);
      setSafeAttribute(element, name, wanted);
    }
    for (const name of attributeNamesOf(element)) {
      if (names.includes(name) || OWN_AFFAIR.has(name)) continue;
      this.#report(element, `the attribute ${name} was too much`);
      // Not by our own setter, which refuses names: whatever is there must go.
      removeAttribute(element, name);
    }
  }

  #report(node: Node, what: string): void {
    this.reports.push([pathOf(this.root, node), what]);
  }
}

function fits(node: Node, model: Node): boolean {
  return nodeTypeOf(node) === nodeTypeOf(model) && nameOf(node) === nameOf(model);
}

function difference(found: string, wanted: string): string {
  return `found ${clip(found)}, wanted ${clip(wanted)}`;
}

function clip(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
