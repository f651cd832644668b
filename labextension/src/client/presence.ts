/** What tells people that another page is there, as the browser does after a load of its own. */
import {
  bodyOf,
  createElement,
  documentElementOf,
  insertBefore,
  removeAttribute,
  setAttribute,
} from '../dom/native';

const HIDDEN =
  'position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);' +
  'white-space:nowrap';

let teller: HTMLElement | undefined;

/** For style sheets: `html[aria-busy]` while a page is on its way. */
export function setBusy(busy: boolean): void {
  const html = documentElementOf(document);
  if (busy) setAttribute(html, 'aria-busy', 'true');
  else removeAttribute(html, 'aria-busy');
}

/** Give the focus to what the page begins with, so that a keyboard or a reader goes on there. */
export function focusOn(root: Element, target: HTMLElement | null | undefined): void {
  const start =
    target ??
    root.querySelector<HTMLElement>('[autofocus]') ??
    root.querySelector<HTMLElement>(':scope main h1') ??
    root.querySelector<HTMLElement>('h1') ??
    (root as HTMLElement);
  start.focus({ preventScroll: true });
  if (document.activeElement === start) return;
  start.tabIndex = -1;
  start.addEventListener('blur', () => start.removeAttribute('tabindex'), { once: true });
  start.focus({ preventScroll: true });
}

/** Say the title of the page, once the patch that changes it has done so. */
export function announce(fallback: string): void {
  if (!teller) {
    teller = createElement(document, 'div');
    teller.style.cssText = HIDDEN;
    setAttribute(teller, 'aria-live', 'polite');
    insertBefore(bodyOf(document), teller, null);
  }
  const told = teller;
  setTimeout(() => {
    if (!document.title) document.title = fallback;
    told.textContent = document.title;
  });
}
