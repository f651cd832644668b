/** Which links lead to pages of the app, and what the server says of a page. */
import { closest, documentElementOf, getAttribute } from '../dom/native';

const KIND = 'application/vnd.reactor-nb.page+json';

export interface Settings {
  /** Names the files that the page runs; data for others is none for this page. */
  readonly build: string;
}

/** The data of a page, as JSON, or where else to go. */
export type Fetched = { readonly text: string } | { readonly to: URL };

const LINK = 'a[data-rnb-link]';

/** Ask the server for a page; nothing if what it answers is not for us. */
export async function fetchPage(
  url: URL,
  { build }: Settings,
  signal?: AbortSignal,
): Promise<Fetched | undefined> {
  const response = await fetch(url, {
    headers: { 'X-Reactor-Page': '1' },
    ...(signal && { signal }),
  });
  const { headers } = response;
  const to = headers.get('x-reactor-location');
  if (to) return { to: new URL(to, location.href) };
  if (headers.get('content-type') !== KIND || headers.get('x-reactor-app') !== build)
    return undefined;
  return { text: await response.text() };
}

/** The link that an event happened in, if it leads to a page of this site in this window. */
export function linkOf(target: EventTarget | null): URL | undefined {
  const link = anchorOf(target);
  return link ? urlOf(link) : undefined;
}

export function anchorOf(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? (closest(target, LINK) as HTMLAnchorElement | null) : null;
}

export function urlOf(link: HTMLAnchorElement): URL | undefined {
  const target = getAttribute(link, 'target') ?? '_self';
  if (!isLive() || target !== '_self' || link.hasAttribute('download')) return undefined;
  const url = new URL(getAttribute(link, 'href') ?? '', location.href);
  return url.origin === location.origin ? url : undefined;
}

export function isLive(): boolean {
  return getAttribute(documentElementOf(document), 'data-reactor') === 'live';
}

/** Whether two addresses differ in their fragment at most. */
export function isSamePage(one: URL, other: URL): boolean {
  return one.pathname === other.pathname && one.search === other.search;
}
