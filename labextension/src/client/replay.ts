import type { Snapshot } from '../dom/event_data';
import type { View } from '../dom/view';
import type { Early, EarlyRecord } from './early';

/** What the inline script kept; without it, nothing was. */
export function findEarly(): Early {
  const found = (window as { __reactorEarly?: Early }).__reactorEarly;
  // An element with this id would be found here, too, had the script not run.
  return Array.isArray(found?.records) ? found : { records: [], hold: false, stop: () => {} };
}

/** Tell Python what happened before it was there, and what the browser filled in by itself. */
export function replay(view: View, early: Early, edited: readonly Element[]): void {
  early.stop();
  const told = new Set<EventTarget>();
  for (const [event, value, checked, form, held] of early.records.splice(0)) {
    const target = event.target as Element;
    const heard = view.replay(event, target, snapshot(value, checked, form));
    if (heard) told.add(target);
    else if (held) submit(event as SubmitEvent);
  }
  for (const control of edited) if (!told.has(control)) tell(view, control);
}

/** Let held forms go the browser's own way: Python will not handle them. */
export function release(early: Early): void {
  early.hold = false;
  const newest = new Map<EventTarget | null, EarlyRecord>();
  for (const record of early.records) if (record[4]) newest.set(record[0].target, record);
  early.records = early.records.filter((record) => !record[4]);
  for (const [event] of newest.values()) submit(event as SubmitEvent);
}

function snapshot(value: unknown, checked: unknown, form: EarlyRecord[3]): Snapshot {
  return {
    value: typeof value === 'string' ? value : undefined,
    checked: typeof checked === 'boolean' ? checked : undefined,
    form,
  };
}

function tell(view: View, control: Element): void {
  if (view.replay(new Event('input', { bubbles: true }), control)) return;
  // The focused control will have a change event of its own.
  if (control !== document.activeElement)
    view.replay(new Event('change', { bubbles: true }), control);
}

function submit({ target, submitter }: SubmitEvent): void {
  HTMLFormElement.prototype.requestSubmit.call(target as HTMLFormElement, submitter ?? undefined);
}
