import { isEdited } from './edited';
import { contains, getAttribute, localNameOf, queryAll } from './native';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The form controls in a root that a visitor, or the browser's memory, has changed. */
export function editedControls(root: Element): Element[] {
  return [...queryAll(root, 'input, textarea, select')].filter(isEdited);
}

/** Carry what was typed over from controls that had to be made anew. */
export function rescueEdits(root: Element, edited: readonly Element[]): void {
  for (const old of edited) {
    if (contains(root, old)) continue;
    const heir = [...queryAll(root, localNameOf(old))].find((one) => isHeir(one, old));
    if (heir) copyState(old as Control, heir as Control);
  }
}

function isHeir(one: Element, old: Element): boolean {
  const same = (name: string) => getAttribute(one, name) === getAttribute(old, name);
  return (getAttribute(old, 'id') ?? getAttribute(old, 'name')) !== null
    ? same('id') && same('name') && same('type')
    : false;
}

function copyState(from: Control, to: Control): void {
  if (from.type !== 'file') to.value = from.value;
  if (from instanceof HTMLInputElement && to instanceof HTMLInputElement) to.checked = from.checked;
}
