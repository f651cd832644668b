/**
 * The last script of a page of a static site, inline: what the page knows of its files is said from
 * where the page is, and Python asks from elsewhere, so here it is said in full.
 */

interface Payload {
  readonly base: string;
  root: string;
  files: Record<string, unknown>;
}

const own = document.currentScript as HTMLScriptElement;
// Not the text of the element: that would be a script to what guards the page.
const text = document.querySelector('body > script#reactor-payload')?.firstChild as Text | null;

if (text) {
  const payload = JSON.parse(text.data) as Payload;
  payload.root = inFull(`${payload.base}/`).slice(0, -1);
  for (const [name, value] of Object.entries(payload.files))
    if (typeof value === 'string') payload.files[name] = inFull(value);
  text.data = JSON.stringify(payload);
}

const worker = own.dataset['offline'];
if (worker && 'serviceWorker' in navigator) {
  addEventListener('load', () => void register(inFull(worker)));
}

function inFull(url: string): string {
  return new URL(url, document.baseURI).href;
}

/** Let the site be read without a network; where that cannot be, it is read with one. */
async function register(url: string): Promise<void> {
  interface Policy {
    createScriptURL(url: string): string;
  }
  interface Factory {
    createPolicy(name: string, rules: Policy): Policy;
  }
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const policy = factory?.createPolicy('reactor-site', { createScriptURL: (same) => same });
  await navigator.serviceWorker
    .register(policy?.createScriptURL(url) ?? url)
    .catch(() => undefined);
}
