/** The bar above the frame: which page is shown, and a way to begin anew. */

export interface BarEvents {
  go(url: string): void;
  reload(): void;
}

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
    this.node.append(reload, this.#address);
  }

  /** Say which page is shown. */
  show(url: string): void {
    this.#address.value = url;
  }
}
