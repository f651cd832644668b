import type { EventOp, Op, PropOp } from './protocol';
import { setSafeAttribute } from './attributes';
import { createNodes } from './create';
import { move, setData } from './keep';
import {
  childNodesOf,
  closest,
  firstChildOf,
  insertBefore,
  localNameOf,
  nextSiblingOf,
  parentOf,
  removeChild,
  setText,
  setInnerHtml,
} from './native';
import type { Page } from './page';
import { Template } from './template';
import { trustedHtml } from './trusted';

/** Whether a property op may be carried out. */
export type Allow = (control: Element) => boolean;

/** Apply a patch that answers event number `acknowledged`; properties come last. */
export function applyOps(
  page: Page,
  ops: readonly Op[],
  acknowledged: number,
  allow: Allow = () => true,
): void {
  const late: PropOp[] = [];
  const selects = new Set<Element>();
  page.listeners.muted = true;
  try {
    for (const op of ops) applyOp(page, op, late, selects);
    for (const [, id, name, value] of late) {
      const control = page.nodes.find(id) as Element | undefined;
      if (control && allow(control)) page.controls.set(control, name, value, acknowledged);
    }
    for (const select of selects) page.controls.chooseAgain(select, acknowledged);
  } finally {
    page.listeners.muted = false;
  }
}

// eslint-disable-next-line complexity -- one case for each op
function applyOp(page: Page, op: Op, late: PropOp[], selects: Set<Element>): void {
  const { nodes } = page;
  switch (op[0]) {
    case 'template':
      page.templates.set(op[1], new Template(op[2]));
      break;
    case 'open':
      for (const id of op.slice(1) as number[]) open(page, id, 0);
      break;
    case 'create': {
      const [, parent, before, first, ...forms] = op;
      open(page, parent, 0);
      const element = nodes.element(parent);
      const made = createNodes(page, element, first, forms, late);
      insertBefore(element, made, reference(page, element, before));
      noteSelect(element, selects);
      break;
    }
    case 'move': {
      open(page, op[1], 0);
      open(page, op[2], 1);
      const parent = nodes.element(op[1]);
      move(parent, nodes.get(op[2]), reference(page, parent, op[3]));
      noteSelect(parent, selects);
      break;
    }
    case 'remove':
      remove(page, op.slice(1) as number[], selects);
      break;
    case 'text':
      setData(nodes.get(op[1]) as Text, op[2]);
      break;
    case 'attr':
      setSafeAttribute(nodes.element(op[1]), op[2], op[3]);
      break;
    case 'prop':
      late.push(op);
      break;
    case 'event':
      listen(page, op);
      break;
    case 'html':
      setHtml(page, nodes.element(op[1]), op[2]);
      break;
    case 'portal':
      nodes.portals.set(nodes.get(op[1]), op[2]);
      break;
    case 'head':
      page.head.set(op[1]);
      break;
    default:
      op satisfies never;
  }
}

function listen({ nodes, listeners }: Page, [, id, type, options, ...others]: EventOp): void {
  const ids = [id, ...others];
  for (const one of ids) nodes.expect(one);
  listeners.listen(ids, type, options);
}

/** The node to insert before; the end, if something else on the page has moved it away. */
function reference(page: Page, parent: Element, before: number): Node | null {
  const node = before ? page.nodes.get(before) : null;
  return node && parentOf(node) === parent ? node : null;
}

/** Remove nodes; one that went with its parent's raw HTML is gone already. */
function remove(page: Page, ids: readonly number[], selects: Set<Element>): void {
  const gone: [node: Node, parent: Element][] = [];
  for (const id of ids) {
    open(page, id, 1);
    const node = page.nodes.take(id);
    const parent = node && parentOf(node);
    if (parent) gone.push([node, parent as Element]);
  }
  const parents = new Set(gone.map(([, parent]) => parent));
  const [only] = parents;
  // One call for all of a thousand rows is much faster than one for each.
  if (only && parents.size === 1 && gone.length === childNodesOf(only).length) setText(only, '');
  else for (const [node, parent] of gone) removeChild(parent, node);
  for (const parent of parents) noteSelect(parent, selects);
}

/**
 * Have all nodes of a closed block in the table before something in it comes or goes.
 *
 * @param least how far from the block's root the node must be: the root itself may come and go
 */
function open({ nodes, listeners }: Page, id: number, least: number): void {
  const place = nodes.ranges.find(id);
  const template = place?.range.template;
  if (!template || place.offset < least) return;
  const all = template.all(place.root);
  // Its handlers are known while it is closed.
  for (const { offset, name } of template.events) listeners.wake(name, all[offset] as Node);
  all.forEach((node, offset) => nodes.set(place.base + offset, node));
  nodes.ranges.release(place);
}

function setHtml(page: Page, element: Element, text: string): void {
  for (let child = firstChildOf(element); child; child = nextSiblingOf(child))
    page.nodes.forget(child);
  setInnerHtml(element, trustedHtml(text));
}

/** A select loses its choice when its options come and go. */
function noteSelect(parent: Element, selects: Set<Element>): void {
  if (!/^(select|optgroup)$/.test(localNameOf(parent))) return;
  const select = closest(parent, 'select');
  if (select) selects.add(select);
}
