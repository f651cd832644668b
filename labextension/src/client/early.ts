/**
 * The first script of a page, inline: keeps what a visitor does until Python is there.
 *
 * Forms that Python will handle are held; all else does what HTML does.
 */

export type EarlyRecord = [
  event: Event,
  value: unknown,
  checked: unknown,
  form: [string, FormDataEntryValue][] | undefined,
  held: boolean,
];

export interface Early {
  records: EarlyRecord[];
  /** Whether submits are still held. */
  hold: boolean;
  stop(): void;
}

const types = ['click', 'input', 'change', 'submit'];

const early: Early = {
  records: [],
  hold: true,
  stop: () => types.forEach((type) => document.removeEventListener(type, record, true)),
};

function record(event: Event): void {
  const target = event.target as HTMLInputElement;
  const form = event.type === 'submit' ? (event.target as HTMLFormElement) : undefined;
  // A field of the form may be called `hasAttribute`.
  const held = early.hold && !!form && Element.prototype.hasAttribute.call(form, 'data-rnb-hold');
  if (held) event.preventDefault();
  const fields = form && [...new FormData(form, (event as SubmitEvent).submitter)];
  early.records.push([event, target.value, target.checked, fields, held]);
}

types.forEach((type) => document.addEventListener(type, record, true));
(window as unknown as { __reactorEarly: Early }).__reactorEarly = early;
