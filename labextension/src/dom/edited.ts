import { createElement, insertBefore, localNameOf } from './native';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const CONTROLS = new Set(['input', 'textarea', 'select']);

/** Whether a control shows something else than its HTML says: a visitor or the browser filled it. */
export function isEdited(element: Element): boolean {
  return CONTROLS.has(localNameOf(element)) && differs(element as Control);
}

function differs(control: Control): boolean {
  // A copy that was reset knows what the browser makes of the defaults: a range's middle, a
  // select's first option. Only a control that seems different pays for one.
  if (looksUntouched(control)) return false;
  const form = createElement(control.ownerDocument, 'form') as HTMLFormElement;
  const copy = control.cloneNode(true) as Control;
  insertBefore(form, copy, null);
  HTMLFormElement.prototype.reset.call(form);
  return stateOf(copy) !== stateOf(control);
}

function looksUntouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return false;
  if (control instanceof HTMLInputElement && control.checked !== control.defaultChecked)
    return false;
  return control.value === control.defaultValue;
}

function stateOf(control: Control): string {
  if (control instanceof HTMLSelectElement)
    return JSON.stringify(Array.from(control.selectedOptions, (option) => option.index));
  return JSON.stringify([control.value, control instanceof HTMLInputElement && control.checked]);
}
