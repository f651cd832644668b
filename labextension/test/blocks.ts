/** Blocks as the protocol has them, written out once more and in the plainest way. */
import type { ElementSpec, HoleValue, NodeForm, RowsForm, TemplateForm } from '../src/dom/protocol';

type PlainElement = readonly [tag: string, spec: ElementSpec, ...Plain[]];
type Plain = string | PlainElement;
type Value = HoleValue | undefined;
type Child = string | number | TemplateForm;

/** Nodes without blocks, and their ids in document order. */
export interface Written {
  readonly forms: Plain[];
  readonly ids: number[];
}

/** `li#0[class] > (span#1 > text#2), text#3, (b#4 > text#5)`. */
export const ITEM: TemplateForm = [
  'li',
  { a: { title: 't' } },
  [[0, 'a', 'class']],
  ['span', 0, 0, 1],
  ' of ',
  ['b', 0, 0, 2],
];

/** `section#0 > (h2#1 > text#2), hole#3, (p#4 > text#5)`. */
export const CARD: TemplateForm = ['section', 0, 0, ['h2', 0, 0, 0], 1, ['p', 0, 0, 'end']];

/** Rows of `ITEM`, if that is the first template. */
export function items(...texts: string[]): RowsForm {
  return { rows: 0, count: texts.length, columns: [null, texts, 'all'] };
}

/** How many ids a block of a template takes. */
export function sizeOf(template: TemplateForm): number {
  const sizes = childrenOf(template).map((child) =>
    typeof child === 'object' ? sizeOf(child) : 1,
  );
  return sizes.reduce((sum, size) => sum + size, 1);
}

/** The children of an element of a template. */
export function childrenOf(template: TemplateForm): readonly Child[] {
  return template.slice(3) as unknown as readonly Child[];
}

/** The values of each block that a form stands for, and its template's number. */
export function blocksOf(form: NodeForm): { number: number; rows: Value[][] } | undefined {
  if (typeof form === 'string') return undefined;
  if ('rows' in form) {
    const rows = Array.from({ length: form.count }, (_, row) =>
      form.columns.map((column) => (Array.isArray(column) ? column[row] : column) as Value),
    );
    return { number: form.rows, rows };
  }
  const [number, ...values] = form as readonly unknown[];
  return typeof number === 'number' ? { number, rows: [values as Value[]] } : undefined;
}

/** The templates' holes for children, in document order. */
export function holesOf(template: TemplateForm): number[] {
  return childrenOf(template).flatMap((child) => {
    if (typeof child === 'string') return [];
    return typeof child === 'number' ? [child] : holesOf(child);
  });
}

export function writeOut(
  forms: readonly NodeForm[],
  templates: readonly TemplateForm[],
  first = 1,
): Written {
  const ids: number[] = [];
  let next = first;

  const writeAll = (some: readonly NodeForm[]): Plain[] => some.flatMap(write);

  const write = (form: NodeForm): Plain[] => {
    const blocks = blocksOf(form);
    if (blocks) {
      const template = templates[blocks.number] as TemplateForm;
      const base = next;
      next += sizeOf(template) * blocks.rows.length;
      return blocks.rows.map(
        (values, row) => writeBlock(template, values, base + row * sizeOf(template))[0],
      );
    }
    ids.push(next++);
    if (typeof form === 'string') return [form];
    const [tag, spec, ...children] = form as readonly [string, ElementSpec | 0, ...NodeForm[]];
    return [[tag, spec || {}, ...writeAll(children)]];
  };

  /** An element of a block, and the id after those in it. */
  const writeBlock = (
    [tag, constants, holes, ...children]: TemplateForm,
    values: readonly Value[],
    id: number,
  ): [PlainElement, number] => {
    ids.push(id);
    let after = id + 1;
    const spec = specOf(constants, holes, values);
    const inside: Plain[] = [];
    for (const child of children) {
      if (typeof child === 'object') {
        const [element, end] = writeBlock(child, values, after);
        inside.push(element);
        after = end;
        continue;
      }
      const value = typeof child === 'string' ? child : values[child];
      const own = after++;
      if (Array.isArray(value)) {
        inside.push(...writeAll(value as readonly NodeForm[]));
      } else if (value !== '') {
        ids.push(own);
        inside.push(value as string);
      }
    }
    return [[tag, spec, ...inside], after];
  };

  return { forms: writeAll(forms), ids };
}

function specOf(
  constants: TemplateForm[1],
  holes: TemplateForm[2],
  values: readonly Value[],
): ElementSpec {
  const { a, p } = constants || {};
  const spec: Record<string, Record<string, unknown>> = { a: { ...a }, p: { ...p }, e: {} };
  for (const [hole, kind, name] of holes || [])
    if (values[hole] !== null) (spec[kind] as Record<string, unknown>)[name] = values[hole];
  return spec;
}
