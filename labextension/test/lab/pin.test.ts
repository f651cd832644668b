import { describe, expect, it, vi } from 'vitest';
import type { PinRequest, Place } from '../../src/frame/pin_protocol';
import { PinControl } from '../../src/lab/pin';

const COUNTER: Place = ['Counter', [], 0];
const ROWS: Place[] = [
  ['Row', ['7'], 0],
  ['Row', ['9'], 0],
];

function setup() {
  const post = vi.fn<(request: PinRequest) => void>();
  const control = new PinControl(post);
  control.hear(['places', [['App', [], 0], COUNTER, ...ROWS, ['Note', [], 0], ['Note', [], 1]]]);
  return { post, control };
}

const texts = (control: PinControl) => [...control.node.options].map(({ text }) => text);

function choose(control: PinControl, text: string): void {
  control.node.selectedIndex = texts(control).indexOf(text);
  control.node.dispatchEvent(new Event('change'));
}

describe('the choice of a component', () => {
  it('has all that are on the page, told apart by keys or numbers', () => {
    expect(texts(setup().control)).toEqual([
      'Whole page',
      'App',
      'Counter',
      'Row 7',
      'Row 9',
      'Note (1)',
      'Note (2)',
    ]);
  });

  it('asks for them when somebody is about to choose, and not before', () => {
    const { post, control } = setup();
    expect(post).not.toHaveBeenCalled();

    control.node.dispatchEvent(new Event('pointerenter'));

    expect(post.mock.calls).toEqual([[['places']]]);
  });

  it('shows at most twenty of a name, and the one that is shown', () => {
    const { control } = setup();
    const many = Array.from({ length: 50 }, (_, at): Place => ['Row', [], at]);
    control.pin(['Row', [], 40]);

    control.hear(['places', many]);

    expect(control.node.options).toHaveLength(22);
    expect(control.node.selectedOptions[0]?.text).toBe('Row (41)');
  });

  it('shows one, and all of the page again', () => {
    const { post, control } = setup();

    choose(control, 'Row 9');
    expect(control.node.classList.contains('rnb-mod-pinned')).toBe(true);
    choose(control, 'Whole page');

    expect(post.mock.calls).toEqual([[['pin', ROWS[1]]], [['pin', null]]]);
    expect(control.node.classList.contains('rnb-mod-pinned')).toBe(false);
  });

  it('is told to each new frame', () => {
    const { post, control } = setup();
    control.anew();
    expect(post).not.toHaveBeenCalled();
    choose(control, 'Counter');
    post.mockClear();

    control.anew();

    expect(post.mock.calls).toEqual([[['pin', COUNTER]]]);
  });
});

describe('a component that is not to be seen', () => {
  it.each([
    ['absent', 'Counter is not on this page, so all of it is shown.'],
    ['empty', 'Counter shows nothing now.'],
  ] as const)('is %s, which is said until it is seen', (presence, words) => {
    const { control } = setup();
    choose(control, 'Counter');

    control.hear(['pinned', COUNTER, presence]);
    expect(control.note.hidden).toBe(false);
    expect(control.note.querySelector('span')?.textContent).toBe(words);
    expect(control.node.selectedOptions[0]?.text).toBe('Counter');

    control.hear(['pinned', COUNTER, 'seen']);
    expect(control.note.hidden).toBe(true);
  });

  it('is no longer shown alone where the notebook has it no more, which is said', () => {
    const { post, control } = setup();
    choose(control, 'Counter');
    control.hear(['places', [['App', [], 0]]]);

    control.hear(['pinned', COUNTER, 'gone']);

    expect(control.note.textContent).toContain('not in the notebook any more');
    expect(control.node.value).toBe('');
    expect(post).toHaveBeenLastCalledWith(['pin', null]);
    control.note.querySelector('button')?.click();
    expect(control.note.hidden).toBe(true);
  });

  it('was another one, of which nothing more is said', () => {
    const { control } = setup();
    choose(control, 'Row 7');

    control.hear(['pinned', COUNTER, 'absent']);

    expect(control.note.hidden).toBe(true);
  });
});
