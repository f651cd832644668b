/** The choice of one component that the preview shows alone, and what becomes of it. */
import type { Pinned, PinRequest, Place, Presence } from '../frame/pin_protocol';

const WHOLE = 'Whole page';
/** Of so many components with one name each can be chosen. */
const MOST_ALIKE = 20;

const NOTES: Readonly<Record<Presence, string>> = {
  seen: '',
  empty: 'shows nothing now',
  absent: 'is not on this page, so all of it is shown',
  gone: 'is not in the notebook any more, so the whole page is shown',
};

export class PinControl {
  readonly node = document.createElement('select');
  /** Says why the component is not to be seen. */
  readonly note = document.createElement('div');
  readonly #words = document.createElement('span');
  #place: Place | null = null;
  #places: readonly Place[] = [];

  /** @param post asks the page */
  constructor(readonly post: (request: PinRequest) => void) {
    this.node.className = 'rnb-Preview-pin';
    this.node.title = 'Show one component alone';
    this.node.setAttribute('aria-label', 'Which component is shown');
    this.node.addEventListener('change', () => this.#chosen());
    // Nobody asks the page all the time which components it has.
    for (const type of ['pointerenter', 'focus'])
      this.node.addEventListener(type, () => post(['places']));
    const end = document.createElement('button');
    end.type = 'button';
    end.textContent = WHOLE;
    end.addEventListener('click', () => this.pin(null));
    this.note.className = 'rnb-Preview-pinned';
    this.note.setAttribute('role', 'status');
    this.note.append(this.#words, end);
    this.#say('');
    this.#draw();
  }

  /** Show a component alone, or everything. */
  pin(place: Place | null): void {
    this.#place = place;
    this.#say('');
    this.#draw();
    this.post(['pin', place]);
  }

  /** There is another frame, which knows of nothing. */
  anew(): void {
    if (this.#place) this.post(['pin', this.#place]);
  }

  hear(told: Pinned): void {
    if (told[0] === 'places') this.#places = told[1];
    else if (isSame(told[1], this.#place)) {
      const [, place, presence] = told;
      const note = NOTES[presence];
      this.#say(note && `${labelOf(place, this.#places)} ${note}.`);
      if (presence === 'gone') {
        this.#place = null;
        this.post(['pin', null]);
      }
    }
    this.#draw();
  }

  #chosen(): void {
    this.pin(this.node.value ? (JSON.parse(this.node.value) as Place) : null);
  }

  #say(words: string): void {
    this.#words.textContent = words;
    this.note.hidden = words === '';
  }

  #draw(): void {
    const { node } = this;
    const options = [new Option(WHOLE, '')];
    for (const place of this.#choices())
      options.push(new Option(labelOf(place, this.#places), JSON.stringify(place)));
    // A list that is open stays as it is while nothing is new.
    const isNew = options.some(({ text }, at) => node.options[at]?.text !== text);
    if (isNew || options.length !== node.options.length) node.replaceChildren(...options);
    node.value = this.#place ? JSON.stringify(this.#place) : '';
    node.classList.toggle('rnb-mod-pinned', this.#place !== null);
  }

  #choices(): readonly Place[] {
    const counts = new Map<string, number>();
    const found = this.#places.filter(([name]) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count <= MOST_ALIKE;
    });
    const own = this.#place;
    return !own || found.some((one) => isSame(one, own)) ? found : [own, ...found];
  }
}

/** The name of a component, and which one it is where there are several. */
function labelOf(place: Place, places: readonly Place[]): string {
  const [name, [key], nth] = place;
  const alike = places.filter((one) => one[0] === name);
  const only = alike.length < 2 ? (alike[0] ?? [name, [], 0]) : null;
  if (isSame(place, only)) return name;
  const words = key === undefined ? name : `${name} ${key}`;
  return nth > 0 || key === undefined ? `${words} (${nth + 1})` : words;
}

function isSame(one: Place, other: Place | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
