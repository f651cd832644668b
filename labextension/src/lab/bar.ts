/** The bar above the frame: which page is shown, how wide, and a way to begin anew. */

export interface BarEvents {
  go(url: string): void;
  reload(): void;
  /** Show the page as wide as a device is, or as there is room: a length of CSS. */
  setWidth(width: string): void;
}

const WIDTHS = {
  Full: '100%',
  'Phone 390': '390px',
  'Tablet 820': '820px',
  'Laptop 1280': '1280px',
};

export class Bar {
  readonly node = document.createElement('form');
  readonly #address = document.createElement('input');

  constructor(events: BarEvents) {
    this.node.className = 'rnb-Preview-bar';
    const reload = document.createElement('button');
    reload.type = 'button';
    reload.className = 'rnb-Preview-reload';
    reload.textContent = '⟳';
    reload.title = 'Start the page anew';
    reload.addEventListener('click', () => events.reload());
    this.#address.className = 'rnb-Preview-address';
    this.#address.setAttribute('aria-label', 'The address of the page');
    this.#address.spellcheck = false;
    this.#address.value = '/';
    this.node.addEventListener('submit', (event) => {
      event.preventDefault();
      events.go(this.#address.value);
    });
    this.node.append(reload, this.#address, widthsOf(events));
  }

  /** Say which page is shown. */
  show(url: string): void {
    this.#address.value = url;
  }
}

function widthsOf(events: BarEvents): HTMLElement {
  const widths = document.createElement('select');
  widths.className = 'rnb-Preview-width';
  widths.setAttribute('aria-label', 'How wide the page is shown');
  for (const [name, width] of Object.entries(WIDTHS)) widths.add(new Option(name, width));
  widths.addEventListener('change', () => events.setWidth(widths.value));
  return widths;
}
