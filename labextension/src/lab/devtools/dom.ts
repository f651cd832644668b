/** Elements of the devtools. Whatever the app says is set as text, never as HTML. */

type Content = string | Node;

export function element<Name extends keyof HTMLElementTagNameMap>(
  tag: Name,
  className = '',
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function button(words: string, title: string, act: () => void): HTMLButtonElement {
  const made = element('button', 'rnb-Devtools-button', words);
  made.type = 'button';
  made.title = title;
  // A sign alone is nothing that can be read out.
  made.setAttribute('aria-label', title);
  made.addEventListener('click', act);
  return made;
}

export type GoTo = (cell: number, line: number) => void;

/** A place in the author's code: one in a cell leads there. */
export function placeLink(place: string, goTo: GoTo): HTMLElement {
  const found = /^cell (\d+), line (\d+)$/.exec(place);
  if (!found) return element('span', 'rnb-Inspector-place', place);
  const link = element('button', 'rnb-Inspector-place', place);
  link.type = 'button';
  link.addEventListener('click', () => goTo(Number(found[1]), Number(found[2])));
  return link;
}

export function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}

export function bytes(count: number): string {
  return count < 10_000 ? `${count} B` : `${Math.round(count / 1000)} kB`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
