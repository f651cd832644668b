import { expect, test, vi } from 'vitest';
import type { HoleValue, NodeForm, Op, TemplateForm, TemplateHole } from '../../src/dom/protocol';
import { writeOut } from '../blocks';
import { TestPage, seeded } from '../helpers';

type Random = (below: number) => number;

const TAGS = ['div', 'section', 'span', 'article', 'x-y', 'nav'];
const NAMES = ['title', 'class', 'data-x'];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

/** Random templates, and nodes of them. */
class Author {
  readonly templates: TemplateForm[];
  /** The values that holes take, by template: true is a child. */
  readonly holes: boolean[][] = [];

  constructor(readonly random: Random) {
    this.templates = Array.from({ length: 4 }, () => this.template());
  }

  template(): TemplateForm {
    const holes: boolean[] = [];
    this.holes.push(holes);
    return this.element(holes, 0);
  }

  element(holes: boolean[], depth: number): TemplateForm {
    const names = NAMES.filter(() => this.random(3) === 0);
    const own = names.map((name): TemplateHole => [holes.push(false) - 1, 'a', name]);
    const children: (string | number | TemplateForm)[] = [];
    for (let count = this.random(4); count > 0; count--) {
      const last = children.at(-1);
      const mayBeText = last === undefined || typeof last === 'object';
      if (mayBeText && this.random(2) === 0)
        children.push(this.random(3) === 0 ? 'const' : holes.push(true) - 1);
      else if (depth < 3) children.push(this.element(holes, depth + 1));
    }
    return [pick(this.random, TAGS), { a: { lang: 'en' } }, own.length > 0 ? own : 0, ...children];
  }

  forms(depth: number): NodeForm[] {
    return Array.from({ length: this.random(3) + (depth === 0 ? 1 : 0) }, () => this.form(depth));
  }

  form(depth: number): NodeForm {
    const number = this.random(this.templates.length);
    switch (this.random(depth > 2 ? 3 : 5)) {
      case 0:
        return `t${this.random(100)}`;
      case 1:
        return [number, ...this.values(number, () => `v${this.random(100)}`)];
      case 2: {
        const count = this.random(4);
        const rows = Array.from({ length: count }, () => this.values(number, () => 'r'));
        const columns = (this.holes[number] ?? []).map((_, hole) =>
          this.random(3) === 0 ? 'same' : rows.map((values) => values[hole] ?? null),
        );
        return { rows: number, count, columns };
      }
      case 3:
        return [number, ...this.values(number, () => this.content(depth))];
      default:
        return [pick(this.random, TAGS), 0, ...this.forms(depth + 1)];
    }
  }

  content(depth: number): HoleValue {
    return this.random(2) === 0 ? 'text' : this.forms(depth + 1);
  }

  values(number: number, child: () => HoleValue): HoleValue[] {
    return (this.holes[number] ?? []).map((isChild) =>
      isChild ? child() : pick(this.random, ['x', 'y', null]),
    );
  }
}

/** The HTML that a server would write: between two texts is a comment. */
function serverHtml(root: Element): string {
  const copy = root.cloneNode(true) as Element;
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.nextSibling instanceof Text) text.after(document.createComment(''));
  }
  return copy.innerHTML;
}

/** The HTML of a root without comments, and with all attributes in one order. */
function plainHtml(root: Element): string {
  const copy = root.cloneNode(true) as Element;
  for (const element of copy.querySelectorAll('*')) {
    const attributes = Array.from(element.attributes, ({ name, value }) => [name, value] as const);
    for (const [name] of attributes) element.removeAttribute(name);
    for (const [name, value] of attributes.sort()) element.setAttribute(name, value);
  }
  return copy.innerHTML.replaceAll('<!---->', '');
}

/** Take a node out of a page, as something else might do. */
function damage(page: TestPage, random: Random): void {
  const node = pick(random, page.allNodes()) as ChildNode | undefined;
  node?.replaceWith(...(random(2) === 0 ? [] : [document.createElement('font'), 'x']));
}

/** Pages with the same nodes: made of blocks, adopted, mended, and one without any blocks. */
class Twins {
  readonly blocks: TestPage[];
  readonly plain: TestPage;
  /** The ids with blocks, and those without, that are still there. */
  readonly ids: [number, number][];
  next = 100_000;

  constructor(author: Author) {
    const forms = author.forms(0);
    const written = writeOut(forms, author.templates);
    this.plain = TestPage.of(...written.forms);
    const made = TestPage.with(...author.templates);
    made.patch(['create', 0, 0, 1, ...forms]);
    const html = serverHtml(this.plain.root);
    const [adopted, mended] = [new TestPage(html), new TestPage(html)];
    adopted.templates.push(...author.templates);
    adopted.hydrate(forms);
    mended.templates.push(...author.templates);
    damage(mended, author.random);
    mended.mend(...forms);
    this.blocks = [made, adopted, mended];
    this.ids = written.ids.map((id, index) => [id, index + 1]);
    for (const page of this.blocks) expect(page.found(forms)).toEqual(page.allNodes());
  }

  /** Change all of them alike. */
  patch(op: (ids: (one: [number, number]) => number) => Op): void {
    for (const page of this.blocks) page.patch(op(([id]) => id));
    this.plain.patch(op(([, id]) => id));
  }

  step(random: Random): void {
    const all = this.ids.filter(([, id]) => this.plain.root.contains(this.node(id)));
    const elements = all.filter(([, id]) => this.node(id) instanceof Element);
    const texts = all.filter(([, id]) => this.node(id) instanceof Text);
    const [one, parent, text] = [pick(random, all), pick(random, elements), pick(random, texts)];
    const value = `${random(1000)}`;
    const kind = random(6);
    if (kind < 2 && text) this.patch((id) => ['text', id(text), value]);
    else if (kind < 4 && parent)
      this.patch((id) => ['attr', id(parent), pick(() => 0, NAMES), value]);
    else if (kind === 4 && one) this.patch((id) => ['remove', id(one)]);
    else if (parent) this.create(parent, random(2) === 0, value);
  }

  create(parent: [number, number], isOpened: boolean, text: string): void {
    const first = this.next;
    this.next += 2;
    if (isOpened) for (const page of this.blocks) page.patch(['open', parent[0]]);
    this.patch((id) => ['create', id(parent), 0, first, ['i', 0, text]]);
    this.ids.push([first, first], [first + 1, first + 1]);
  }

  node(id: number): Node {
    return this.plain.view.nodes.find(id) ?? new Comment();
  }
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'blocks are what they stand for, whatever happens to them (seed %i)',
  (seed) => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const random = seeded(seed);
    const twins = new Twins(new Author(random));
    const html = () => twins.blocks.map((page) => plainHtml(page.root));
    const wanted = () => Array<string>(3).fill(plainHtml(twins.plain.root));
    expect(html()).toEqual(wanted());

    for (let step = 0; step < 25; step++) {
      twins.step(random);

      expect(html()).toEqual(wanted());
    }
  },
);
