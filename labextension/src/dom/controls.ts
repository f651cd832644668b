import type { PropValue } from './protocol';
import { closest, getAttribute, localNameOf, queryAll } from './native';
import { setProperty } from './properties';

/** An edit that Python has not been told of. */
const UNTOLD = Infinity;
const EDITS = ['input', 'change'];

/**
 * What a visitor does to form controls goes before what Python wants of them.
 *
 * Each control remembers the number of its newest edit; a value in answer to something older is
 * dropped, since Python will say it again when it has seen the edit.
 */
export class Controls {
  readonly #edits = new WeakMap<Node, number>();
  readonly #selects = new WeakMap<Node, PropValue>();
  #composing: Node | undefined;
  #held: (() => void) | undefined;

  /**
   * @param hears whether a handler for one of these events would get an event at the control
   */
  constructor(
    readonly root: Element,
    readonly hears: (control: Node, types: readonly string[]) => boolean,
    signal: AbortSignal,
  ) {
    const on = (type: string, act: (control: Node) => void) =>
      root.addEventListener(type, (event) => act(event.target as Node), { capture: true, signal });
    on('input', (control) => this.edited(control));
    on('focusout', (control) => this.#leave(control));
    on('compositionstart', (control) => (this.#composing = control));
    // Some browsers fire the last input event after this one.
    on('compositionend', () => setTimeout(() => this.#endComposition()));
  }

  /** Set a property in answer to event number `acknowledged`, unless a newer edit forbids it. */
  set(control: Element, name: string, value: PropValue, acknowledged: number): void {
    if (name === 'value' && localNameOf(control) === 'select') this.#selects.set(control, value);
    if (this.#isHeld(control, name, acknowledged)) return;
    if (this.#composing === control && name === 'value')
      this.#held = () => this.set(control, name, value, acknowledged);
    else setProperty(control, name, value);
  }

  /** Choose in a select what Python wants, after its options have changed. */
  chooseAgain(select: Element, acknowledged: number): void {
    const value = this.#selects.get(select);
    if (value !== undefined) this.set(select, 'value', value, acknowledged);
  }

  /** Note that Python will hear of the newest edit of a control as event number `seq`. */
  told(control: Node, type: string, seq: number): void {
    if (EDITS.includes(type) || (type === 'click' && isToggle(control)))
      this.#edits.set(control, seq);
  }

  /** Note an edit that Python will be told of. */
  edited(control: Node): void {
    if (this.hears(control, EDITS)) this.#edits.set(control, UNTOLD);
  }

  /** Text that was typed and taken back fires no change event: the edit is over all the same. */
  #leave(control: Node): void {
    if (this.#edits.get(control) === UNTOLD && !this.hears(control, ['input']))
      this.#edits.delete(control);
  }

  #endComposition(): void {
    const held = this.#held;
    this.#composing = undefined;
    this.#held = undefined;
    held?.();
  }

  #isHeld(element: Element, name: string, acknowledged: number): boolean {
    if (name === 'value') return this.#isNewer(element, acknowledged);
    if (name === 'selected') {
      const select = closest(element, 'select');
      return select !== null && this.#isNewer(select, acknowledged);
    }
    return (
      name === 'checked' && this.#group(element).some((one) => this.#isNewer(one, acknowledged))
    );
  }

  /** A radio button with those that it switches off. */
  #group(element: Element): Element[] {
    const name = getAttribute(element, 'name');
    if (!name || getAttribute(element, 'type') !== 'radio') return [element];
    const form = (element as HTMLInputElement).form;
    return [...queryAll(this.root, 'input[type=radio]')].filter(
      (one) => getAttribute(one, 'name') === name && (one as HTMLInputElement).form === form,
    );
  }

  #isNewer(control: Node, acknowledged: number): boolean {
    const edit = this.#edits.get(control) ?? 0;
    return edit > acknowledged && (edit !== UNTOLD || this.hears(control, EDITS));
  }
}

function isToggle(control: Node): boolean {
  const type = (control as Partial<HTMLInputElement>).type;
  return type === 'checkbox' || type === 'radio';
}
