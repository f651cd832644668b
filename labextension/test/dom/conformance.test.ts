import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EventOp, NodeForm, Op, PropValue } from '../../src/dom/protocol';
import { TestPage, normalise, parsed, shapeOf } from '../helpers';

interface Case {
  readonly about: string;
  readonly old: NodeForm[] | null;
  readonly new: NodeForm[];
  readonly ops: Op[];
  /** What hydration sends with `new`. */
  readonly adopt?: Op[];
  /** What Python writes for `new`. */
  readonly html: string;
  /** What the DOM has instead: properties are not attributes. */
  readonly dom?: string;
  readonly values?: readonly (readonly [id: number, name: string, value: PropValue])[];
}

/** The namespaces and names of all elements and attributes, which HTML does not show. */
function namesIn(root: ParentNode): string[] {
  return [...root.querySelectorAll('*')].flatMap((one) => [
    `${one.namespaceURI} ${one.localName}`,
    ...Array.from(one.attributes, ({ namespaceURI, name }) => `${namespaceURI} ${name}`),
  ]);
}

const folder = join(import.meta.dirname, '../../../tests/conformance');

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case[];

  describe(file, () => {
    test.each(cases)('$about', ({ old, ops, html, dom, values = [] }) => {
      const page = TestPage.of(...(old ?? []));

      page.patch(...ops);

      expect(page.html).toBe(normalise(dom ?? html));
      expect(namesIn(page.root)).toEqual(namesIn(parsed(dom ?? html)));
      for (const [id, name, value] of values)
        expect(page.view.nodes.get(id)).toHaveProperty(name, value);
    });

    test.each(cases)('the HTML of "$about" is adopted as it is', ({ new: forms, html }) => {
      const page = new TestPage(html);
      const before = page.allNodes();

      page.hydrate(forms);

      expect(page.sent).toEqual([['hydrated']]);
      expect(page.allNodes()).toEqual(before);
    });

    test.each(cases.filter((one) => one.adopt))(
      'the nodes of "$about" listen',
      ({ new: forms, html, adopt = [] }) => {
        const page = new TestPage(html);
        const wanted: unknown[] = [];

        page.view.receive(['hydrate', shapeOf(forms), adopt]);
        for (const [, id, type, , ...others] of adopt as EventOp[])
          for (const one of [id, ...others]) {
            page.view.nodes.get(one).dispatchEvent(new Event(type, { bubbles: true }));
            page.answer(wanted.push([type, [one]]));
          }

        expect(page.events).toEqual(wanted);
      },
    );

    test.each(cases)('the HTML of "$about" needs no mending', ({ new: forms, html }) => {
      const page = new TestPage(html);

      page.mend(...forms);

      expect(page.sent).toEqual([['mended', []]]);
    });
  });
}
