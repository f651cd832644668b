/** The service worker of a static site that can be read without a network. */

interface Site {
  /** Names the content of all files. */
  readonly version: string;
  /** What is fetched at once, as seen from the site's root. */
  readonly first: readonly string[];
}

interface Event_ extends Event {
  readonly request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  readonly __site: Site;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listen: (event: Event_) => void): void;
}

const scope = self as unknown as Scope;
const { version, first } = scope.__site;
const root = scope.registration.scope;
const PREFIX = `reactor-nb ${root} `;
const NAME = PREFIX + version;

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(root)) event.respondWith(answer(request));
});

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  await Promise.all(
    first.map(async (path) => {
      const url = new URL(path, root).href;
      // What has a hash in its name may come from the browser's own store.
      const fresh = isNamedByContent(url) ? {} : { cache: 'reload' as const };
      const known = isNamedByContent(url) ? await caches.match(url) : undefined;
      const response = known ?? (await fetch(url, fresh));
      if (!response.ok) throw new Error(`${url} is missing (status ${response.status})`);
      await cache.put(url, response);
    }),
  );
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await scope.clients.claim();
}

/** Files that never change come from the store; all else from the network, if there is one. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  const known = await cache.match(request, { ignoreSearch: true });
  if (known && isNamedByContent(request.url)) return known;
  try {
    const response = await fetch(request);
    if (response.ok && response.type === 'basic' && !response.redirected)
      await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

function isNamedByContent(url: string): boolean {
  return url.startsWith(`${root}static/`);
}
