import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeForm } from '../../src/dom/protocol';
import { Pin } from '../../src/frame/pin';
import type { Place } from '../../src/frame/pin_protocol';
import { TestPage } from '../helpers';

const COUNTER: Place = ['Counter', [], 0];

let page: TestPage;
let pin: Pin;
const order = vi.fn<(text: string) => void>();
const tell = vi.fn();

/** A page of a heading, and a section with a text, a counter (of the id 4) and a note. */
const FORMS: NodeForm[] = [
  ['h1', 0, 'Title'],
  ['section', 0, 'Before ', ['p', 0, '0'], ['div', 0, 'note']],
];

function opened(...forms: NodeForm[]): void {
  vi.clearAllMocks();
  document.documentElement.querySelector('html > style')?.remove();
  document.body.removeAttribute('rnb-pin');
  page = TestPage.of(...forms);
  pin = new Pin(order, tell, () => page.view);
  pin.pageIs('live');
}

beforeEach(() => opened(...FORMS));

const rules = () => document.querySelector('html > style')?.textContent ?? '';
const markOf = (selector: string) => document.querySelector(selector)?.getAttribute('rnb-pin');
const heard = (ids: number[] | null, isKnown = true, place = COUNTER) =>
  pin.heard(JSON.stringify(['pinned', place, ids, isKnown]));
const idOf = (selector: string) => page.view.nodes.idOf(page.get(selector))!;

describe('a pinned component', () => {
  it('is asked for, and is all that is left with a box', () => {
    pin.receive(['pin', COUNTER]);
    expect(order).toHaveBeenCalledExactlyOnceWith('["pin",["Counter",[],0]]');

    heard([idOf('p')]);

    expect(markOf('p')).toMatch(/^here/);
    expect(markOf('section')).toBe('around flat bare');
    expect([markOf('main'), markOf('body')]).toEqual(['around', 'around']);
    expect([markOf('h1'), markOf('div')]).toEqual([null, null]);
    expect(rules()).toContain('[rnb-pin~=around]>:not([rnb-pin]');
    expect(tell).toHaveBeenCalledExactlyOnceWith(['pinned', COUNTER, 'seen']);
  });

  it('has the size of letters that it has on the page, where texts around it lose theirs', () => {
    page.get('p').style.fontSize = '31px';
    pin.receive(['pin', COUNTER]);
    heard([idOf('p')]);

    expect(rules()).toContain('size-0]{font-size:31px!important}');
  });

  it('is followed over patches: what is new elsewhere is hidden, and nothing else is noticed', () => {
    pin.receive(['pin', COUNTER]);
    heard([idOf('p')]);
    const before = page.root.querySelectorAll('*').length;

    page.patch(['create', 0, 0, 50, ['article', 0, 'new']]);
    pin.changed();

    expect(markOf('article')).toBeNull();
    expect(page.root.querySelectorAll('*').length).toBe(before + 1);
    pin.receive(['pin', null]);
    expect(page.html).not.toContain('rnb-pin');
    expect(rules()).toBe('');
  });

  it('waits for the patch that brings what it is told of', () => {
    pin.receive(['pin', COUNTER]);
    heard([idOf('p')]);
    heard([50]);
    expect(markOf('p')).toMatch(/^here/);

    page.patch(['create', 0, 0, 50, ['article', 0, 'mounted anew']]);
    pin.changed();

    expect([markOf('article'), markOf('p'), markOf('section')]).toEqual(['here', null, null]);
  });

  it.each([
    [null, true, 'absent'],
    [null, false, 'gone'],
    [[], true, 'empty'],
  ] as const)('with the nodes %s, known: %s, is told as %s', (ids, isKnown, presence) => {
    pin.receive(['pin', COUNTER]);
    heard(ids && [...ids], isKnown);

    expect(tell).toHaveBeenCalledWith(['pinned', COUNTER, presence]);
    // What shows nothing is shown as nothing.
    expect(markOf('body')).toBe(ids ? 'around' : null);
    expect(markOf('main')).toBeNull();
  });

  it('may be a text: others beside it stay where they are, and its element has no box', () => {
    opened(['section', 0, 'mine', ['b', 0, 'other'], 'theirs']);
    pin.receive(['pin', COUNTER]);
    heard([2]);

    expect(markOf('section')).toBe('around flat');
    expect(markOf('b')).toBeNull();
  });

  it('keeps what it is nothing without', () => {
    opened(['div', 0, ['table', 0, ['tbody', 0, ['tr', 0, ['td', 0, 'x']], ['tr', 0]]]]);
    pin.receive(['pin', COUNTER]);
    heard([idOf('tr')]);

    expect([markOf('div'), markOf('table'), markOf('tbody')]).toEqual([
      'around flat',
      'around',
      'around',
    ]);
    opened(['div', 0, ['section', 0, ['ul', 0, ['li', 0, 'x'], ['li', 0, 'y']]]]);
    pin.receive(['pin', COUNTER]);
    heard([idOf('li')]);
    expect([markOf('section'), markOf('ul')]).toEqual(['around flat', 'around']);
  });

  it('is seen in several places, as where a part of it is in a portal inside it', () => {
    opened(['div', 0, ['section', 0, ['p', 0, 'x'], ['aside', 0, ['b', 0, 'y']]]], ['i', 0]);
    pin.receive(['pin', COUNTER]);
    heard([idOf('section'), idOf('b'), idOf('i')]);

    expect(markOf('section')).toBe('here');
    expect(markOf('aside')).toBeNull();
    expect([markOf('b'), markOf('i')]).toEqual(['here', 'here']);
  });
});

describe('a page that begins anew', () => {
  it('shows nothing until it is known what, and is asked once it is live', () => {
    pin.receive(['pin', COUNTER]);
    heard([idOf('p')]);
    order.mockClear();

    pin.pageIs('booting');
    expect(rules()).toBe('body{opacity:0!important}');
    expect(order).not.toHaveBeenCalled();
    pin.pageIs('live');
    expect(order).toHaveBeenCalledExactlyOnceWith('["pin",["Counter",[],0]]');
    heard([idOf('p')]);
    expect(rules()).not.toContain('opacity');
  });

  it.each(['failed', 'static'])('shows all of it when it is %s', (status) => {
    pin.receive(['pin', COUNTER]);
    pin.pageIs('booting');
    pin.pageIs(status);

    expect(rules()).toBe('');
    expect(tell.mock.calls).toEqual(status === 'static' ? [[['pinned', COUNTER, 'absent']]] : []);
    page.patch();
    pin.changed();
    expect(page.html).not.toContain('rnb-pin');
  });

  it('is nobody to ask before it is live', () => {
    pin.pageIs('booting');
    pin.receive(['pin', COUNTER]);
    pin.receive(['places']);

    expect(order).not.toHaveBeenCalled();
  });
});

describe('what Python says', () => {
  it('is passed on where it is the list of components, and left alone where it is for others', () => {
    expect(pin.heard(JSON.stringify(['places', [COUNTER]]))).toBe(true);
    expect(pin.heard('["picked",4]')).toBe(false);

    expect(tell.mock.calls).toEqual([[['places', [COUNTER]]]]);
  });

  it('is for nobody where another component is pinned by now', () => {
    pin.receive(['pin', ['Other', [], 0]]);

    expect(heard([idOf('p')])).toBe(true);
    expect(tell).not.toHaveBeenCalled();
    expect(page.html).not.toContain('rnb-pin');
  });
});
