import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Tree } from '../../../src/lab/devtools/tree';
import { TreeModel } from '../../../src/lab/devtools/tree_model';
import { press, ROWS } from './setup';

const names = (model: TreeModel) => model.lines().map(({ name, key }) => name + key);

describe('the lines of a tree', () => {
  it('are in document order, with their levels and places', () => {
    const model = new TreeModel();
    model.set(ROWS);

    expect(
      model.lines().map(({ name, level, position, siblings }) => [name, level, position, siblings]),
    ).toEqual([
      ['Provider', 1, 1, 1],
      ['App', 2, 1, 2],
      ['Row', 3, 1, 2],
      ['Row', 3, 2, 2],
      ['Footer', 2, 2, 2],
    ]);
  });

  it('stay closed when a new tree comes', () => {
    const model = new TreeModel();
    model.set(ROWS);
    model.setOpen(2, false);
    model.set([...ROWS, [6, 1, 'Late', '', 0]]);

    expect(names(model)).toEqual(['Provider', 'App', 'Footer', 'Late']);
  });

  it('are those with some words in their names, and what leads there', () => {
    const model = new TreeModel();
    model.set(ROWS);
    model.setOpen(2, false);
    model.filter(' rOw');

    expect(names(model)).toEqual(['Provider', 'App', 'Rowa', 'Rowb']);
    model.filter('nothing');
    expect(names(model)).toEqual([]);
  });

  it('come to be seen when one of them is looked for', () => {
    const model = new TreeModel();
    model.set(ROWS);
    model.setOpen(1, false);
    model.setOpen(2, false);
    model.reveal(4);

    expect(model.indexOf(4)).toBe(3);
  });
});

describe('the tree', () => {
  const select = vi.fn();
  const point = vi.fn();
  let tree: Tree;

  beforeEach(() => {
    vi.clearAllMocks();
    tree = new Tree({ select, point, show: () => {} });
    Object.defineProperty(tree.node, 'clientHeight', { value: 220 });
    document.body.replaceChildren(tree.node);
    tree.set(ROWS);
  });

  const active = () => document.getElementById(tree.node.getAttribute('aria-activedescendant')!);

  it('is walked through with keys', () => {
    press(tree.node, 'ArrowDown');
    expect(active()?.textContent).toContain('Provider');
    press(tree.node, 'ArrowRight', 'ArrowRight');
    expect(active()?.textContent).toBe('Row key=a');
    press(tree.node, 'ArrowLeft', 'ArrowLeft');
    expect(active()?.getAttribute('aria-expanded')).toBe('false');
    press(tree.node, 'End');
    expect(active()?.textContent).toBe('Footer');
    press(tree.node, 'Home', 'ArrowUp');
    expect(active()?.textContent).toContain('Provider');
    expect(select.mock.calls.map(([id]) => id)).toEqual([1, 2, 3, 2, 2, 5, 1, 1]);
  });

  it('leads to the component whose name is typed', () => {
    press(tree.node, 'F', 'o');

    expect(active()?.textContent).toBe('Footer');
    expect(select).toHaveBeenLastCalledWith(5, false);
  });

  it('leaves rows that say the same where they are, however often components render', () => {
    const rows = () => [...tree.node.querySelectorAll('[role=treeitem]')];
    const before = rows();
    tree.mark(new Set([3]));
    tree.set([...ROWS, [6, 1, 'Late', '', 0]]);

    expect(rows()[0]).toBe(before[0]);
    expect(rows()[2]).toBe(before[2]);
    expect(rows()[2]!.classList.contains('rnb-mod-rendered')).toBe(true);
    expect(rows().at(-1)!.textContent).toBe('Late');
    // It has another sibling now.
    expect(rows()[4]!.getAttribute('aria-setsize')).toBe('3');
  });

  it('says what each row is', () => {
    tree.reveal(3);
    const row = active()!;

    expect(row.getAttribute('role')).toBe('treeitem');
    expect(row.getAttribute('aria-level')).toBe('3');
    expect(row.getAttribute('aria-selected')).toBe('true');
    expect(row.hasAttribute('aria-expanded')).toBe(false);
  });

  it('points at what is under the mouse, once', () => {
    const row = tree.node.querySelector('[data-id="4"]')!;
    row.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
    row.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
    tree.node.dispatchEvent(new MouseEvent('mouseleave'));

    expect(point.mock.calls).toEqual([[4], [0]]);
  });

  it('opens and closes by its signs, and selects by a click', () => {
    const sign = () => tree.node.querySelector<HTMLElement>('[data-id="2"] .rnb-Tree-sign')!;
    sign().click();
    expect(tree.node.querySelector('[data-id="3"]')).toBeNull();
    sign().click();
    tree.node.querySelector<HTMLElement>('[data-id="3"] .rnb-Tree-name')!.click();

    expect(tree.selected).toBe(3);
  });

  it('selects nothing once what was selected is gone', () => {
    tree.reveal(4);
    tree.set(ROWS.filter(([id]) => id !== 4));

    expect(select).toHaveBeenLastCalledWith(0, true);
    expect(tree.node.getAttribute('aria-activedescendant')).toBe('');
  });

  it('has no more rows in the document than are seen, however many components there are', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, at) => [at + 1, at ? 1 : 0, 'Row', '', 0] as const,
    );
    tree.set(many);

    expect(tree.node.querySelectorAll('[role=treeitem]').length).toBeLessThan(50);
    press(tree.node, 'End');
    expect(active()?.dataset['id']).toBe('10000');
  });
});
