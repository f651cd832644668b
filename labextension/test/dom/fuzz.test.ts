import { expect, test } from 'vitest';
import type { NodeForm, Op } from '../../src/dom/protocol';
import { TestPage, seeded } from '../helpers';

type Random = (below: number) => number;

/** The DOM in its simplest form: what each op means, without any DOM. */
interface Plain {
  id: number;
  tag: string;
  text: string;
  attributes: Map<string, string>;
  children: Plain[];
}

const TAGS = ['div', 'p', 'span', 'ul', 'section', 'b'];
const NAMES = ['title', 'class', 'data-x', 'constructor'];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

class Model {
  readonly root: Plain = element(0, 'main');
  next = 1;

  constructor(readonly random: Random) {}

  all(from: Plain = this.root): Plain[] {
    return [from, ...from.children.flatMap((child) => this.all(child))];
  }

  step(): Op {
    const kinds = [this.create, this.create, this.insert, this.remove, this.text, this.attribute];
    return pick(this.random, kinds).call(this) ?? this.create();
  }

  create(): Op {
    const parent = pick(this.random, this.elements());
    const at = this.random(parent.children.length + 1);
    const before = parent.children[at]?.id ?? 0;
    const first = this.next;
    const forms: NodeForm[] = [];
    const made: Plain[] = [];
    for (let count = this.random(3) + 1; count > 0; count--) made.push(this.grow(forms, 0));
    parent.children.splice(at, 0, ...made);
    return ['create', parent.id, before, first, ...forms];
  }

  insert(): Op | undefined {
    const node = this.anyButRoot();
    if (!node) return undefined;
    const inside = new Set(this.all(node));
    const parent = pick(
      this.random,
      this.elements().filter((one) => !inside.has(one)),
    );
    this.detach(node);
    const at = this.random(parent.children.length + 1);
    const before = parent.children[at]?.id ?? 0;
    parent.children.splice(at, 0, node);
    return ['move', parent.id, node.id, before];
  }

  remove(): Op | undefined {
    const node = this.anyButRoot();
    if (!node) return undefined;
    this.detach(node);
    return ['remove', node.id];
  }

  text(): Op | undefined {
    const texts = this.all().filter((one) => one.tag === '');
    if (texts.length === 0) return undefined;
    const node = pick(this.random, texts);
    node.text = `t${this.random(1000)}<&`;
    return ['text', node.id, node.text];
  }

  attribute(): Op | undefined {
    const node = pick(this.random, this.elements());
    if (node === this.root) return undefined;
    const name = pick(this.random, NAMES);
    if (this.random(3) === 0) {
      node.attributes.delete(name);
      return ['attr', node.id, name, null];
    }
    const value = `v"${this.random(100)}`;
    node.attributes.set(name, value);
    return ['attr', node.id, name, value];
  }

  private grow(forms: NodeForm[], depth: number): Plain {
    const id = this.next++;
    if (this.random(3) === 0) {
      const text = `n${id}`;
      forms.push(text);
      return { ...element(id, ''), text };
    }
    const tag = pick(this.random, TAGS);
    const children: NodeForm[] = [];
    const node = element(id, tag);
    if (depth < 3)
      for (let count = this.random(3); count > 0; count--)
        node.children.push(this.grow(children, depth + 1));
    forms.push([tag, 0, ...children]);
    return node;
  }

  private elements(): Plain[] {
    return this.all().filter((one) => one.tag !== '');
  }

  private anyButRoot(): Plain | undefined {
    const all = this.all().slice(1);
    return all.length > 0 ? pick(this.random, all) : undefined;
  }

  private detach(node: Plain): void {
    for (const one of this.all()) {
      const at = one.children.indexOf(node);
      if (at >= 0) one.children.splice(at, 1);
    }
  }
}

function element(id: number, tag: string): Plain {
  return { id, tag, text: '', attributes: new Map(), children: [] };
}

/** A plain description of either side, texts and their borders included. */
function outline(node: Plain): unknown {
  if (node.tag === '') return node.text;
  return [node.tag, Object.fromEntries([...node.attributes].sort()), ...node.children.map(outline)];
}

function outlineOf(node: Node): unknown {
  if (node instanceof Text) return node.data;
  const { localName, attributes, childNodes } = node as Element;
  const pairs = Array.from(attributes, ({ name, value }) => [name, value] as const).sort();
  return [localName, Object.fromEntries(pairs), ...Array.from(childNodes, outlineOf)];
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'random ops give the tree that they mean (seed %i)',
  (seed) => {
    const model = new Model(seeded(seed));
    const page = TestPage.of();
    page.root.removeAttribute('id');

    for (let patch = 0; patch < 12; patch++) {
      const ops = Array.from({ length: model.random(8) + 1 }, () => model.step());
      page.patch(...ops);

      expect(outlineOf(page.root)).toEqual(outline(model.root));
    }

    const ids = model.all().map(({ id }) => id);
    expect(ids.every((id) => page.view.nodes.find(id))).toBe(true);
  },
);
