import { bodyOf, createElement, insertBefore } from '../dom/native';

// System colours follow the viewer's light or dark preference.
const BAR_STYLE =
  'position:sticky;bottom:0;z-index:2147483647;display:flex;gap:1rem;flex-wrap:wrap;' +
  'align-items:center;justify-content:center;padding:.75rem 1rem;background:Canvas;' +
  'color:CanvasText;border-top:3px solid #c62828;font:1rem/1.4 system-ui,sans-serif';
const BUTTON_STYLE = 'width:auto;margin:0;padding:.35rem .9rem;font:inherit';

const MAX_REASON = 140;

/** Show one bar that says why, with a button; return what takes it away. */
export function showFailure(reason: string, retry: () => void): () => void {
  const bar = createElement(document, 'div');
  bar.setAttribute('role', 'alert');
  bar.style.cssText = BAR_STYLE;
  const words = createElement(document, 'span');
  words.textContent =
    `This page is not interactive (${brief(reason)}). ` +
    'You can read it, and links and forms work.';
  const button = createElement(document, 'button');
  button.textContent = 'Try again';
  button.style.cssText = BUTTON_STYLE;
  button.addEventListener('click', retry);
  bar.append(words, button);
  insertBefore(bodyOf(document), bar, null);
  return () => bar.remove();
}

/** A reason for visitors: of a traceback its last line, of an address its path. */
function brief(reason: string): string {
  const line = reason.trim().split('\n').at(-1) ?? '';
  return line.replaceAll(location.origin, '').slice(0, MAX_REASON);
}
