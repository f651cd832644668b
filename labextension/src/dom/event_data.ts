import type { EventData, TargetData } from './protocol';
import { attributeNamesOf, getAttribute, localNameOf, textOf } from './native';
import type { NodeTable } from './nodes';

type Control = HTMLInputElement & HTMLSelectElement;

/** What a control or form held when an event happened that is told later. */
export interface Snapshot {
  readonly value?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly form?: readonly (readonly [string, FormDataEntryValue])[] | undefined;
}

const CONTROLS = new Set(['input', 'textarea', 'select', 'button', 'output', 'option']);

/** What Python is told of an event. */
export function describeEvent(
  nodes: NodeTable,
  event: Event,
  target: Element,
  currents: readonly Node[],
  snapshot: Snapshot,
): EventData {
  const data: EventData = {
    target: describeTarget(nodes, target, snapshot),
    currents: currents.map((node) =>
      node === target ? 0 : describeTarget(nodes, node as Element, {}),
    ),
  };
  if ('key' in event) describeKey(event as KeyboardEvent, data);
  if ('ctrlKey' in event) describeModifiers(event as MouseEvent, data);
  if ('clientX' in event) describePointer(event as MouseEvent, data);
  if (event.type === 'submit') data.form = fields(event as SubmitEvent, target, snapshot);
  return data;
}

function describeKey(event: KeyboardEvent, data: EventData): void {
  data.key = event.key;
  data.code = event.code;
  if (event.repeat) data.repeat = true;
  if (event.isComposing) data.composing = true;
}

function describeModifiers(event: MouseEvent, data: EventData): void {
  if (event.altKey) data.alt = true;
  if (event.ctrlKey) data.ctrl = true;
  if (event.metaKey) data.meta = true;
  if (event.shiftKey) data.shift = true;
}

function describePointer(event: MouseEvent, data: EventData): void {
  data.button = event.button;
  data.x = event.clientX;
  data.y = event.clientY;
}

/** The fields as a native post would send them; of a file, its name. */
function fields(event: SubmitEvent, form: Element, snapshot: Snapshot): [string, string][] {
  const entries = snapshot.form ?? new FormData(form as HTMLFormElement, event.submitter).entries();
  return Array.from(entries, ([name, value]) => [
    name,
    typeof value === 'string' ? value : value.name,
  ]);
}

function describeTarget(nodes: NodeTable, element: Element, snapshot: Snapshot): TargetData {
  const data: TargetData = {};
  for (const name of ['id', 'name', 'type'] as const) {
    const value = getAttribute(element, name);
    if (value) data[name] = value;
  }
  const dataset = datasetOf(element);
  if (dataset) data.dataset = dataset;
  const tag = localNameOf(element);
  if (CONTROLS.has(tag)) describeControl(nodes, element as Control, data, snapshot);
  else if (tag === 'details' || tag === 'dialog') data.open = (element as HTMLDetailsElement).open;
  else if ((element as HTMLElement).isContentEditable === true) data.value = textOf(element) ?? '';
  return data;
}

function describeControl(
  nodes: NodeTable,
  control: Control,
  data: TargetData,
  snapshot: Snapshot,
): void {
  const node = nodes.idOf(control);
  if (node) data.node = node;
  data.value = snapshot.value ?? control.value;
  if (control.type) data.type = control.type;
  if (data.type === 'checkbox' || data.type === 'radio')
    data.checked = snapshot.checked ?? control.checked;
  if (data.type === 'select-multiple')
    data.values = Array.from(control.selectedOptions, (option) => option.value);
  if (control.files)
    data.files = Array.from(control.files, ({ name, size, type }) => ({ name, size, type }));
}

/** Like `element.dataset`, which a form's control may hide. */
function datasetOf(element: Element): Record<string, string> | undefined {
  const names = attributeNamesOf(element).filter((name) => /^data-(?!rnb-)/.test(name));
  if (names.length === 0) return undefined;
  // `fromEntries` makes own properties, whatever their names are.
  return Object.fromEntries(
    names.map((name) => [
      name.slice(5).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      getAttribute(element, name) ?? '',
    ]),
  );
}
