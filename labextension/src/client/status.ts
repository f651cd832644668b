import { documentElementOf } from '../dom/native';

export type Status = 'booting' | 'live' | 'failed';

/** Say how far the page is, for style sheets and tests. */
export function setStatus(status: Status): void {
  documentElementOf(document).setAttribute('data-reactor', status);
}

export function mark(name: 'start' | 'python' | 'hydrated'): void {
  performance.mark(`reactor:${name}`);
}
