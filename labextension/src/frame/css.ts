/** The text of a style sheet, with all that it names put into it: a frame can load nothing. */
import { pathOf } from './files';
import { ORIGIN } from './protocol';

export interface Fetcher {
  /** The text of another style sheet; nothing where there is none. */
  text(path: string): Promise<string | undefined>;
  /** An address that the frame may use for a file; nothing where there is none. */
  address(path: string): Promise<string | undefined>;
}

/** So many style sheets may name each other in a row. */
const DEEPEST = 8;

const STRING = String.raw`"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'`;
const URL_OF = String.raw`url\(\s*(?:${STRING}|(?:\\[0-9a-f]{1,6}\s?|\\[^]|[^"'()\s\\])*)\s*\)`;
/** What may have an address in it, and what may look like one that has not. */
const PIECES = new RegExp(
  String.raw`\/\*[^]*?\*\/|@import\s*(${URL_OF}|${STRING})([^;]*);?|@charset[^;]*;|(${URL_OF})|${STRING}`,
  'gi',
);

/**
 * Put what a style sheet imports in its place, and addresses that work in those of files.
 *
 * @param text the style sheet
 * @param path where it is
 */
export async function whole(
  text: string,
  path: string,
  fetcher: Fetcher,
  around: readonly string[] = [],
): Promise<string> {
  const found = [...text.matchAll(PIECES)];
  const made = await Promise.all(
    found.map(async ([piece, imported, conditions, url]) => {
      if (/^@charset/i.test(piece)) return '';
      if (imported !== undefined)
        return importedText(addressIn(imported), conditions ?? '', path, fetcher, around);
      return url === undefined ? piece : urlFor(url, path, fetcher);
    }),
  );
  let end = 0;
  const parts = found.flatMap(({ 0: piece, index }, at) => {
    const before = text.slice(end, index);
    end = index + piece.length;
    return [before, made[at] ?? ''];
  });
  return parts.join('') + text.slice(end);
}

async function importedText(
  address: string,
  conditions: string,
  path: string,
  fetcher: Fetcher,
  around: readonly string[],
): Promise<string> {
  const target = targetOf(address, path);
  if (!target || around.length === DEEPEST || target === path || around.includes(target)) return '';
  const text = await fetcher.text(target);
  if (text === undefined) return '';
  return inside(conditions.trim(), await whole(text, target, fetcher, [...around, path]));
}

/** Rules under the conditions that an import has. */
function inside(conditions: string, rules: string): string {
  const layer = /^layer(?:\(([^)]*)\))?\s*/i.exec(conditions);
  const rest = conditions.slice(layer?.[0].length ?? 0);
  const supports = /^supports\((.*?)\)(?=\s*(?:$|[a-z,(]))\s*/i.exec(rest);
  const media = rest.slice(supports?.[0].length ?? 0);
  let made = rules;
  if (media) made = `@media ${media}{${made}}`;
  if (supports) made = `@supports (${supports[1]}){${made}}`;
  if (layer) made = `@layer ${layer[1] ?? ''}{${made}}`;
  return made;
}

async function urlFor(url: string, path: string, fetcher: Fetcher): Promise<string> {
  const target = targetOf(addressIn(url), path);
  const address = target && (await fetcher.address(target));
  return address ? `url("${address}")` : url;
}

/** The address in `url(…)`, or in a text. */
function addressIn(written: string): string {
  const inner = /^url\(/i.test(written) ? written.slice(4, -1).trim() : written;
  const bare = /^["']/.test(inner) ? inner.slice(1, -1) : inner;
  return bare.replace(/\\(?:([0-9a-f]{1,6})\s?|([^]))/gi, (_, code: string, one: string) =>
    code ? String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)) : one,
  );
}

/** The path of a file that a style sheet names; nothing for what is none of the app's. */
function targetOf(address: string, path: string): string | undefined {
  if (!address || address.startsWith('#')) return undefined;
  try {
    return pathOf(new URL(address, ORIGIN + path).href);
  } catch {
    return undefined;
  }
}
