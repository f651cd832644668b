import type { PropValue } from './protocol';
import {
  activeElementOf,
  getAttribute,
  localNameOf,
  removeAttribute,
  setAttribute,
} from './native';

type Flag = 'checked' | 'selected' | 'muted' | 'indeterminate';

/** The flags that HTML has an attribute of the same name for. */
const WRITTEN = new Set(['checked', 'selected', 'muted']);

/** Set a property of a form control; the same value is never set again. */
export function setProperty(control: Element, name: string, value: PropValue): void {
  switch (name) {
    case 'value':
      setValue(control, value);
      break;
    case 'checked':
    case 'selected':
    case 'muted':
    case 'indeterminate':
      setFlag(control as unknown as Record<Flag, boolean>, name, value === true);
      break;
    default:
      console.warn(`reactor: the property ${JSON.stringify(name)} is refused`);
  }
}

/** Give a control that was just made the attribute that server HTML has for the property. */
export function setDefault(control: Element, name: string, value: PropValue): void {
  const tag = localNameOf(control);
  if (name === 'value' && tag === 'textarea') {
    (control as HTMLTextAreaElement).defaultValue = textOfValue(value);
  } else if (name === 'value' && tag === 'input') {
    setAttribute(control, 'value', textOfValue(value));
  } else if (name === 'value' && tag === 'select') {
    selectDefaults(control as HTMLSelectElement, value);
  } else if (WRITTEN.has(name)) {
    if (value === true) setAttribute(control, name, '');
    else removeAttribute(control, name);
  }
}

/** The value that the HTML of a control gives to a property; `undefined` if it gives none. */
export function defaultOf(control: Element, name: string): string | boolean | undefined {
  if (WRITTEN.has(name)) return getAttribute(control, name) !== null;
  if (name !== 'value') return undefined;
  const tag = localNameOf(control);
  if (tag === 'textarea') return (control as HTMLTextAreaElement).defaultValue;
  return tag === 'input' ? (getAttribute(control, 'value') ?? '') : undefined;
}

function setFlag(control: Record<Flag, boolean>, name: Flag, value: boolean): void {
  if (control[name] !== value) control[name] = value;
}

function textOfValue(value: PropValue): string {
  return value === null || value === false ? '' : String(value);
}

function setValue(control: Element, value: PropValue): void {
  switch (localNameOf(control)) {
    case 'select':
      selectValue(control as HTMLSelectElement, value);
      break;
    case 'input':
    case 'textarea':
      setText(control as HTMLInputElement | HTMLTextAreaElement, textOfValue(value));
      break;
    default:
      setAttribute(control, 'value', textOfValue(value));
  }
}

function wantedValues(value: PropValue): Set<string> {
  return new Set(Array.isArray(value) ? value : [textOfValue(value)]);
}

function selectValue(select: HTMLSelectElement, value: PropValue): void {
  if (select.multiple) {
    const wanted = wantedValues(value);
    for (const option of select.options)
      setFlag(flags(option), 'selected', wanted.has(option.value));
  } else {
    const [wanted = ''] = wantedValues(value);
    if (select.value !== wanted) select.value = wanted;
    if (select.selectedIndex < 0 && select.size < 2) chooseFirst(select);
  }
}

/** Choose what the HTML of a select shows when none of its options is selected. */
function chooseFirst(select: HTMLSelectElement): void {
  for (const option of select.options) {
    if (option.matches(':disabled')) continue;
    option.selected = true;
    return;
  }
}

function flags(option: HTMLOptionElement): Record<Flag, boolean> {
  return option as unknown as Record<Flag, boolean>;
}

function selectDefaults(select: HTMLSelectElement, value: PropValue): void {
  const wanted = wantedValues(value);
  for (const option of select.options) option.defaultSelected = wanted.has(option.value);
}

function setText(control: HTMLInputElement | HTMLTextAreaElement, wanted: string): void {
  if (isSameText(control, wanted)) return;
  // A file input takes nothing but the empty value.
  if (control.type === 'file' && wanted !== '') return;
  if (activeElementOf(control.ownerDocument) === control) keepCaret(control, wanted);
  else control.value = wanted;
}

function isSameText(control: HTMLInputElement | HTMLTextAreaElement, wanted: string): boolean {
  if (control.value === wanted) return true;
  // "1." and "1" are one number: setting it would take the point from under the caret.
  const isNumber = getAttribute(control, 'type') === 'number';
  return isNumber && wanted !== '' && control.value !== '' && +control.value === +wanted;
}

/** Set the value of the focused control; a caret at the end stays there, any other in its place. */
function keepCaret(control: HTMLInputElement | HTMLTextAreaElement, wanted: string): void {
  const { selectionStart: start, selectionEnd: end, selectionDirection, value } = control;
  const { scrollTop, scrollLeft } = control;
  control.value = wanted;
  if (start !== null && end !== null) {
    const place = (at: number) => (at === value.length ? wanted.length : at);
    control.setSelectionRange(place(start), place(end), selectionDirection ?? 'none');
  }
  control.scrollTop = scrollTop;
  control.scrollLeft = scrollLeft;
}
