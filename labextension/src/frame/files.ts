import { ORIGIN, type FileMap } from './protocol';

const PLACE = '/static/';

/** The files that the panel handed in: all that there is of a network. */
export class Files {
  readonly #there = new Map<string, ArrayBuffer>();
  readonly #waiting = new Map<string, ((content: ArrayBuffer) => void)[]>();

  add(files: FileMap): void {
    for (const [name, content] of Object.entries(files)) {
      this.#there.set(name, content);
      for (const tell of this.#waiting.get(name) ?? []) tell(content);
      this.#waiting.delete(name);
    }
  }

  /** A file that is there already. */
  get(name: string): ArrayBuffer | undefined {
    return this.#there.get(name);
  }

  /** A file, as soon as it is there. */
  wait(name: string): Promise<ArrayBuffer> {
    const found = this.#there.get(name);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }
}

/** The name of a file by its address; nothing for an address that is none of a file of ours. */
export function nameOf(url: string): string | undefined {
  const path = pathOf(url);
  return path?.startsWith(PLACE) ? path.slice(PLACE.length) : undefined;
}

/** The path and the query of an address of the app; nothing for any other. */
export function pathOf(url: string): string | undefined {
  const { origin, pathname, search } = new URL(url, ORIGIN);
  return origin === ORIGIN ? pathname + search : undefined;
}

/** The type that the browser wants to hear of before it takes a file. */
export function typeOf(name: string): string {
  if (name.endsWith('.wasm')) return 'application/wasm';
  if (name.endsWith('.json')) return 'application/json';
  return /\.m?js$/.test(name) ? 'text/javascript' : 'application/octet-stream';
}

/** Bytes as a text for JSON, or for an address. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
