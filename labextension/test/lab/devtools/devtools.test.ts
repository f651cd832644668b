import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dock } from '../../../src/lab/devtools/dock';
import type { UpdateShown } from '../../../src/frame/devtools_protocol';
import { COMPONENT, hostOf, press, ROWS, UPDATE } from './setup';

let host: ReturnType<typeof hostOf>;
let dock: Dock;

const find = <T extends HTMLElement = HTMLElement>(selector: string): T => {
  const found = dock.node.querySelector<T>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const texts = (selector: string) =>
  [...dock.node.querySelectorAll(selector)].map(({ textContent }) => textContent);
/** Have the devtools hear of updates, and show them. */
function tell(...updates: readonly UpdateShown[]): void {
  for (const update of updates) dock.hear(['update', update]);
  vi.advanceTimersByTime(60);
}

const tab = (name: string) =>
  [...dock.node.querySelectorAll<HTMLElement>('[role=tab]')].find(
    (one) => one.textContent === name,
  )!;

beforeEach(() => {
  vi.useFakeTimers();
  host = hostOf();
  dock = new Dock(document.createElement('div'), host);
  document.body.replaceChildren(dock.node);
  dock.pageIs('live');
  dock.toggle();
  dock.hear(['opened']);
  dock.hear(['tree', ROWS, 0]);
});

afterEach(() => vi.useRealTimers());

function selectRow(): void {
  find('[data-id="3"] .rnb-Tree-name').click();
  dock.hear(['component', 3, COMPONENT]);
}

describe('the devtools', () => {
  it('ask for the tree when they are opened, and again whenever a page is live', () => {
    dock.pageIs('booting');
    dock.pageIs('live');

    expect(host.asked.filter(([what]) => what === 'tree')).toHaveLength(2);
  });

  /** As a page tells that has begun anew: all numbers are others. */
  function showAnew(rows = ROWS): void {
    const anew = rows.map(
      ([id, parent, ...rest]) => [id + 10, parent && parent + 10, ...rest] as const,
    );
    dock.hear(['opened']);
    dock.hear(['tree', anew, 0]);
  }

  it('select on a page that is shown anew what was selected, with the values that were open', () => {
    selectRow();
    find('[data-path="toggle 0,0"]').click();
    showAnew();

    expect(host.asked.at(-1)).toEqual(['component', 13, [[0, 0]]]);
    expect(find('[role=treeitem][aria-selected=true]').textContent).toBe('Row key=a');
  });

  it('tell two of the same name apart by their keys, and by their order without any', () => {
    const rows = [...ROWS, [6, 1, 'Footer', '', 0]] as const;
    dock.hear(['tree', rows, 0]);
    find('[data-id="6"] .rnb-Tree-name').click();
    showAnew(rows);

    expect(host.asked.at(-1)).toEqual(['component', 16, []]);
  });

  it('leave what the mouse is down on as it is, for the click', () => {
    selectRow();
    const edit = find('[data-path="edit 1,0"]');
    edit.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    dock.hear(['component', 3, { ...COMPONENT, key: 'other' }]);
    expect(find('[data-path="edit 1,0"]')).toBe(edit);

    dispatchEvent(new Event('pointerup'));
    vi.advanceTimersByTime(1);
    expect(find('.rnb-Inspector h3').textContent).toContain('key=other');
  });

  it('bring the component that is selected into sight on the page', () => {
    selectRow();
    find('[title="Show it on the page"]').click();
    press(find('[role=tree]'), 'Enter');

    expect(host.asked.slice(-2)).toEqual([
      ['show', 3],
      ['show', 3],
    ]);
  });

  it('select the first component that was looked for when Enter is pressed', () => {
    const field = find<HTMLInputElement>('[type=search]');
    field.value = 'foo';
    field.dispatchEvent(new Event('input'));
    press(field, 'Enter');

    expect(host.asked.at(-1)).toEqual(['component', 5, []]);
    expect(document.activeElement).toBe(find('[role=tree]'));
  });

  it('copy values as JSON, or as they are shown', async () => {
    const copied: string[] = [];
    const writeText = (text: string) => Promise.resolve(void copied.push(text));
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    selectRow();
    for (const copy of dock.node.querySelectorAll<HTMLElement>('.rnb-Value-copy')) copy.click();
    await Promise.resolve();

    expect(copied).toEqual(["Todo(title='<b>milk</b>')", '"x"', 'true', '3', '[1]', '"all"']);
    dock.hear(['component', 3, COMPONENT]);
    expect(texts('.rnb-Value-copy')).toEqual(Array(6).fill('copied'));
    vi.unstubAllGlobals();
  });

  it('select it when it is there again, and nothing else meanwhile', () => {
    selectRow();
    showAnew(ROWS.slice(0, 2));
    expect(host.asked.at(-1)).toEqual(['states', []]);

    showAnew();
    expect(host.asked.at(-1)).toEqual(['component', 13, []]);
  });

  it('do not take for it what now stands where it was', () => {
    const rows = [...ROWS, [6, 1, 'Footer', '', 0]] as const;
    dock.hear(['tree', rows, 0]);
    find('[data-id="5"] .rnb-Tree-name').click();
    dock.hear(['tree', rows.filter(([id]) => id !== 5), 0]);

    expect(host.asked.at(-1)).toEqual(['states', []]);
  });

  it('leave what is gone alone once something else is selected', () => {
    selectRow();
    showAnew(ROWS.slice(0, 2));
    find('[data-id="12"] .rnb-Tree-name').click();
    showAnew();

    expect(host.asked.at(-1)).toEqual(['component', 12, []]);
  });

  it('keep closed what was closed', () => {
    find('[data-id="2"] .rnb-Tree-sign').click();
    showAnew();

    expect(texts('.rnb-Tree-row')).toEqual(['▾Provider', '▸App', 'Footer']);
  });

  it('are as they were when they are opened again', () => {
    find('[data-id="2"] .rnb-Tree-sign').click();
    find('[data-id="5"] .rnb-Tree-name').click();
    tab('Console').click();
    dock.toggle();
    dock.toggle();
    showAnew();

    expect(tab('Console').getAttribute('aria-selected')).toBe('true');
    expect(host.asked.at(-1)).toEqual(['component', 15, []]);
    expect(texts('.rnb-Tree-row')).toEqual(['▾Provider', '▸App', 'Footer']);
  });

  it('tell the page when they are closed, and say nothing more', () => {
    tell(UPDATE);
    find('[title="Close the devtools"]').click();
    vi.runAllTimers();

    expect(host.asked.at(-1)).toEqual(['close']);
    expect(dock.node.querySelector('.rnb-Devtools')).toBeNull();
  });

  it('show the page state until a component is chosen', () => {
    expect(host.asked).toContainEqual(['states', []]);
    dock.hear(['states', COMPONENT.reads]);

    expect(texts('.rnb-Value-line')).toEqual(["▸stateshown: 'all'✎"]);
  });

  it('show the props, hooks and state of a component as text', () => {
    selectRow();

    expect(texts('.rnb-Inspector h4')).toEqual(['Props', 'Hooks', 'Reads']);
    expect(texts('.rnb-Value-text')[0]).toBe("Todo(title='<b>milk</b>')");
    expect(dock.node.querySelector('b')).toBeNull();
    expect(texts('.rnb-Value-hook')).toEqual(['1 use_state', '2 use_state', '3 use_memo', 'state']);
    find('.rnb-Inspector-place').click();
    expect(host.places).toEqual([[4, 2]]);
  });

  it('pin a component, once they know where it is', () => {
    selectRow();
    find('.rnb-Inspector-pin').click();
    expect(host.asked.at(-1)).toEqual(['place', 3]);

    dock.hear(['place', null]);
    dock.hear(['place', ['Row', ['7'], 0]]);
    expect(host.pinned).toEqual([['Row', ['7'], 0]]);
  });

  it('ask for the parts of a value when it is opened', () => {
    selectRow();
    find('[data-path="toggle 0,0"]').click();

    expect(host.asked.at(-1)).toEqual(['component', 3, [[0, 0]]]);
  });

  it.each([['"y"'], ['{{'], ['<img src=x onerror=alert(1)>'], ['"; import os']])(
    'send what is typed as it is: %s',
    (typed) => {
      selectRow();
      find('[data-path="edit 1,0"]').click();
      const field = find<HTMLInputElement>('.rnb-Value-field');
      expect(field.value).toBe('"x"');
      field.value = typed;
      press(field, 'Enter');

      expect(host.asked.at(-1)).toEqual(['edit', 1, 3, [1, 0], typed, '"x"']);
    },
  );

  it('say why an edit was refused, until the next', () => {
    selectRow();
    find<HTMLInputElement>('[data-path="edit 1,1"]').click();
    expect(host.asked.at(-1)).toEqual(['edit', 1, 3, [1, 1], 'false', 'true']);

    dock.hear(['edited', 1, '<b>no</b>']);

    expect(find('[role=alert]').textContent).toBe('<b>no</b>');
    expect(dock.node.querySelector('b')).toBeNull();
    find<HTMLInputElement>('[data-path="edit 1,1"]').click();
    expect(find('[role=alert]').textContent).toBe('');
  });

  it('leave a field alone in which somebody writes, and catch up afterwards', async () => {
    selectRow();
    find('[data-path="edit 1,0"]').click();
    const field = find<HTMLInputElement>('.rnb-Value-field');
    const [first, ...hooks] = COMPONENT.hooks;
    const now = {
      ...first!,
      values: [['', { kind: 'str', text: "'now'", edit: '"now"' }]] as const,
    };
    dock.hear(['component', 3, { ...COMPONENT, hooks: [now, ...hooks] }]);
    expect(field.isConnected).toBe(true);

    press(field, 'Escape');
    field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await Promise.resolve();

    expect(texts('.rnb-Value-text')[1]).toBe("'x'");
    find('[data-path="edit 1,0"]').dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await Promise.resolve();
    expect(texts('.rnb-Value-text')[1]).toBe("'now'");
  });

  it('log an update with what rendered and why, its ops, bytes and times', () => {
    dock.hear(['applied', 1, 3]);
    tell(UPDATE);
    find<HTMLDetailsElement>('.rnb-Update details').open = true;
    find('.rnb-Update details').dispatchEvent(new Event('toggle'));

    expect(texts('.rnb-Update summary span')).toEqual([
      '1',
      'click on App',
      '1 component · 2 ops · 120 B · 4.7 ms',
    ]);
    expect(texts('.rnb-Update-times div')).toEqual([
      'render1.0 ms',
      'diff0.5 ms',
      'send0.2 ms',
      'apply3.0 ms',
      'effects0.1 ms',
    ]);
    expect(texts('.rnb-Update-renders li')).toEqual(['Row props changed: todo 0.3 ms']);
    expect(find('.rnb-Update-ops').textContent).toContain('Ops: 2 text (120 B)');
  });

  it('mark what rendered, and ask at most now and then', () => {
    selectRow();
    const before = host.asked.length;
    for (let at = 0; at < 50; at++) dock.hear(['update', { ...UPDATE, tree: true }]);
    vi.runAllTimers();

    expect(host.asked.slice(before)).toEqual([['tree'], ['component', 3, []]]);
    expect(texts('.rnb-mod-rendered .rnb-Tree-name')).toEqual(['Row']);
  });

  it('keep up with a flood of updates, of which the newest are shown', () => {
    const flood = Array.from({ length: 10_000 }, (_, at) => ({ ...UPDATE, number: at + 1 }));
    tell(...flood);

    expect(texts('.rnb-Update .rnb-Log-number')).toHaveLength(300);
    expect(texts('.rnb-Update .rnb-Log-number').at(-1)).toBe('10000');
  });

  it('lead from an update to a component', () => {
    tell(UPDATE);
    find<HTMLDetailsElement>('.rnb-Update details').open = true;
    find('.rnb-Update details').dispatchEvent(new Event('toggle'));
    find('.rnb-Update-name').click();

    expect(host.asked.at(-1)).toEqual(['component', 3, []]);
    expect(tab('Components').getAttribute('aria-selected')).toBe('true');
  });

  it('show an action while it goes on and when it has answered', () => {
    const call = { number: 1, name: 'add', given: [['title', "'<b>'"]] } as const;
    dock.hear(['call', call]);
    expect(texts('.rnb-Call summary')).toEqual(["1add(title='<b>')under way"]);
    const error = { status: 422, message: 'Nothing was added.', fields: { title: 'Too long' } };
    dock.hear(['call', { ...call, time: 12.4, error }]);

    expect(texts('.rnb-Call summary')).toEqual(["1add(title='<b>')refused, 422 · 12 ms"]);
    expect(dock.node.querySelector('b')).toBeNull();
  });

  it('are tabs that arrow keys lead through', () => {
    tab('Components').focus();
    press(tab('Components'), 'ArrowLeft');

    expect(document.activeElement).toBe(tab('Console'));
    expect(tab('Console').tabIndex).toBe(0);
    expect(tab('Components').tabIndex).toBe(-1);
  });

  it('point at a component in the page, until one is found', () => {
    const pointer = find('[title="Point at a component in the page"]');
    pointer.click();
    expect(host.asked.at(-1)).toEqual(['pointer', true]);
    dock.hear(['picked', 4]);

    expect(pointer.getAttribute('aria-pressed')).toBe('false');
    expect(host.asked.at(-1)).toEqual(['component', 4, []]);
  });

  it('take as much room as they are given, by keys too', () => {
    const line = find('[role=separator]');
    press(line, 'ArrowUp', 'ArrowUp');
    expect(line.getAttribute('aria-valuenow')).toBe('55');
    find('[title="Put the devtools on the other side"]').click();
    press(line, 'ArrowRight');

    expect(line.getAttribute('aria-orientation')).toBe('vertical');
    expect(dock.node.style.getPropertyValue('--rnb-devtools')).toBe('50%');
  });
});
