/** A value with its parts, and a field to edit it in. */
import type { Path, Shown } from '../../frame/devtools_protocol';
import { element } from './dom';

export interface ValueEvents {
  /** Show the parts of a value, or no longer. */
  toggle(path: Path): void;
  /** Put JSON in the place of a value that was seen as other JSON. */
  edit(path: Path, json: string, was: string): void;
}

const LONG = 60;

/** A value in a line with its name, and its parts below. */
export function valueRow(
  name: string,
  value: Shown,
  path: Path,
  events: ValueEvents,
  kind = '',
): HTMLElement {
  const row = element('li', 'rnb-Value');
  const line = element('div', 'rnb-Value-line');
  line.append(toggleOf(name, value, path, events));
  if (kind) line.append(element('span', 'rnb-Value-hook', kind));
  if (name) line.append(element('span', 'rnb-Value-name', name), ': ');
  const shown = element('span', 'rnb-Value-text', value.text);
  shown.title = value.kind;
  shown.dataset['kind'] = value.kind;
  line.append(shown);
  if (value.edit !== undefined) line.append(...editors(name, value.edit, path, shown, events));
  line.append(...copierOf(name, value));
  row.append(line);
  if (value.fault) row.append(element('div', 'rnb-Value-fault', value.fault));
  if (value.parts) row.append(partsOf(value, path, events));
  return row;
}

/** What copies a value, where the browser lets pages do so: as JSON, or as it is shown. */
function copierOf(name: string, { edit, text, kind }: Shown): HTMLElement[] {
  // JupyterLab that is not on this machine and without HTTPS has no clipboard.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return [];
  const copy = element('button', 'rnb-Value-copy', 'copy');
  copy.type = 'button';
  copy.title = `Copy ${name || kind}`;
  copy.setAttribute('aria-label', copy.title);
  copy.addEventListener('click', () => {
    const words = edit ?? text;
    void clipboard.writeText(words).then(() => (copy.textContent = 'copied'));
  });
  return [copy];
}

function toggleOf(name: string, value: Shown, path: Path, events: ValueEvents): HTMLElement {
  const toggle = element('button', 'rnb-Value-toggle', value.parts ? '▾' : '▸');
  toggle.type = 'button';
  if (!value.size) {
    toggle.style.visibility = 'hidden';
    return toggle;
  }
  toggle.dataset['path'] = `toggle ${path.join()}`;
  toggle.setAttribute('aria-label', `The parts of ${name || value.kind}`);
  toggle.setAttribute('aria-expanded', String(value.parts !== undefined));
  toggle.addEventListener('click', () => events.toggle(path));
  return toggle;
}

function partsOf(value: Shown, path: Path, events: ValueEvents): HTMLElement {
  const parts = value.parts ?? [];
  const list = element('ul', 'rnb-Value-parts');
  list.append(...parts.map(([name, part], at) => valueRow(name, part, [...path, at], events)));
  const more = (value.size ?? 0) - parts.length;
  if (more > 0) list.append(element('li', 'rnb-Value-more', `… ${more} more`));
  return list;
}

/** What changes a value: a box to tick for true and false, for all else a field with JSON. */
function editors(
  name: string,
  json: string,
  path: Path,
  shown: HTMLElement,
  events: ValueEvents,
): HTMLElement[] {
  const words = `Edit ${name || 'the value'}`;
  const key = `edit ${path.join()}`;
  if (json === 'true' || json === 'false') {
    const box = element('input', 'rnb-Value-box');
    box.type = 'checkbox';
    box.checked = json === 'true';
    box.dataset['path'] = key;
    box.setAttribute('aria-label', words);
    box.addEventListener('change', () => events.edit(path, String(box.checked), json));
    return [box];
  }
  const open = element('button', 'rnb-Value-edit', '✎');
  open.type = 'button';
  open.title = words;
  open.setAttribute('aria-label', words);
  open.dataset['path'] = key;
  const start = () => startEdit(json, words, path, shown, open, events);
  open.addEventListener('click', start);
  shown.addEventListener('dblclick', start);
  return [open];
}

function startEdit(
  json: string,
  words: string,
  path: Path,
  shown: HTMLElement,
  open: HTMLElement,
  events: ValueEvents,
): void {
  const field = element(json.length > LONG ? 'textarea' : 'input', 'rnb-Value-field');
  field.value = json;
  field.spellcheck = false;
  field.setAttribute('aria-label', words);
  const end = () => {
    field.replaceWith(shown);
    open.hidden = false;
    open.focus();
  };
  field.addEventListener('keydown', (event) => {
    const { key, shiftKey } = event as KeyboardEvent;
    event.stopPropagation();
    if (key === 'Escape') end();
    else if (key === 'Enter' && !shiftKey) {
      event.preventDefault();
      const { value } = field;
      end();
      if (value !== json) events.edit(path, value, json);
    }
  });
  shown.replaceWith(field);
  open.hidden = true;
  field.focus();
  field.select();
}
