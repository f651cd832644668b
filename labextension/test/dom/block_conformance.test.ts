import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Op, Shape } from '../../src/dom/protocol';
import { TestPage, normalise, parsed } from '../helpers';

/** What a component shows with some values, and then with others. */
interface Case {
  readonly about: string;
  readonly mount: Op[];
  readonly adopt: readonly [Shape, Op[]];
  readonly html: string;
  readonly ops: Op[];
  readonly then: string;
}

/** The namespaces of all elements, which HTML does not show. */
function spacesIn(root: ParentNode): (string | null)[] {
  return Array.from(root.querySelectorAll('*'), (one) => one.namespaceURI);
}

const folder = join(import.meta.dirname, '../../../tests/conformance/blocks');

/**
 * Server HTML has the first value of a property as an attribute; later ones are in the DOM alone.
 * Empty comments keep texts apart.
 */
function plain(html: string): string {
  return normalise(html)
    .replace(/ (?:checked|selected)=""| value="[^"]*"|<!---->/g, '')
    .replace(/(<textarea[^>]*>)[^<]*/g, '$1');
}

for (const file of readdirSync(folder).sort()) {
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case[];

  describe(`blocks/${file}`, () => {
    test.each(cases)('$about, when the page made it', ({ mount, html, ops, then }) => {
      const page = new TestPage('');
      page.hydrate([]);

      page.patch(...mount);
      expect(plain(page.html)).toBe(plain(html));
      expect(spacesIn(page.root)).toEqual(spacesIn(parsed(html)));

      page.patch(...ops);
      expect(plain(page.html)).toBe(plain(then));
    });

    test.each(cases)('$about, when the server sent it', ({ adopt, html, ops, then }) => {
      const page = new TestPage(html);
      const before = page.allNodes();

      page.view.receive(['hydrate', ...adopt]);
      expect(page.sent).toEqual([['hydrated']]);
      expect(page.allNodes()).toEqual(before);

      page.patch(...ops);
      expect(plain(page.html)).toBe(plain(then));
    });
  });
}
