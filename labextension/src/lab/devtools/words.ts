/** What happened, in words. */
import type { Reason, UpdateShown } from '../../frame/devtools_protocol';
import { bytes, milliseconds, plural } from './dom';

const REASONS: Readonly<Record<string, string>> = {
  mounted: 'it is new',
  state: 'its state changed',
  page: 'page state changed',
  context: 'a context changed',
  props: 'props changed',
  parent: 'its parent rendered',
  refresh: 'a cell has run',
  visit: 'another page was opened',
  edit: 'it was edited here',
  fallback: 'what is below failed, waited, or is there now',
  other: 'it was asked to',
};

const CAUSES: Readonly<Record<string, string>> = {
  effect: 'an effect',
  refresh: 'a cell has run',
  visit: 'another page',
  edit: 'an edit here',
  later: 'after an await or a timer',
};

export function reasonWords([kind, what, value]: Reason): string {
  const words = REASONS[kind] ?? kind;
  const detail = [what, value].filter(Boolean).join(' = ');
  return detail ? `${words}: ${detail}` : words;
}

export function causeWords({ causes }: UpdateShown): string {
  const words = causes.map(([kind, what]) => CAUSES[kind] ?? (what ? `${kind} on ${what}` : kind));
  return words.join(', ') || 'an update';
}

/** An update in one line; the time that the page took is known a moment later. */
export function updateWords(update: UpdateShown, applied: number | undefined): string {
  const { rendered, ops, errors } = update;
  const time = update.render + update.diff + update.send + (applied ?? 0);
  return [
    rendered ? `${plural(rendered, 'component')}` : 'nothing rendered',
    plural(ops, 'op'),
    bytes(update.bytes),
    milliseconds(time),
    ...(errors.length > 0 ? [plural(errors.length, 'error')] : []),
  ].join(' · ');
}
