import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Devtools } from '../../src/frame/devtools';
import { TestPage } from '../helpers';

let page: TestPage;
let devtools: Devtools;
const order = vi.fn<(text: string) => void>();
const tell = vi.fn();

const highlight = () => document.querySelector<HTMLElement>('[data-rnb-highlight]');
const frames = () => highlight()?.shadowRoot?.children.length ?? 0;

beforeEach(() => {
  vi.clearAllMocks();
  page = TestPage.of(['ul', 0, ['li', 0, 'one'], ['li', 0, 'two']], ['p', 0, 'text']);
  devtools = new Devtools(order, tell, () => page.view);
  const box = { left: 1, top: 30, right: 11, bottom: 50, width: 10, height: 20 } as DOMRect;
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(box);
  highlight()?.remove();
});

describe("the page's part in the devtools", () => {
  it('passes on what is for Python, and what Python says', () => {
    devtools.receive(['component', 3, [[0, 1]]]);
    devtools.heard('["picked",4]');

    expect(order).toHaveBeenCalledWith('["component",3,[[0,1]]]');
    expect(tell).toHaveBeenCalledWith(['picked', 4]);
  });

  it('brings into sight what is asked for, and what is pointed at it leaves where it is', () => {
    vi.useFakeTimers();
    const seen: string[] = [];
    Element.prototype.scrollIntoView = function () {
      seen.push(this.localName);
    };
    devtools.receive(['nodes', 3]);
    devtools.heard('["nodes",[1],"Rows"]');
    expect(seen).toEqual([]);

    devtools.receive(['show', 3]);
    devtools.receive(['component', 3, []]);
    expect(order.mock.calls).toEqual([['["nodes",3]'], ['["nodes",3]'], ['["component",3,[]]']]);
    devtools.heard('["nodes",[1],"Rows"]');
    vi.runAllTimers();
    expect(seen).toEqual(['ul']);
    expect(frames()).toBe(2);
    vi.useRealTimers();
  });

  it('draws around what a component shows, beside the app', () => {
    devtools.heard('["nodes",[1,99],"<b>Rows</b>"]');

    expect(frames()).toBe(2);
    expect(highlight()?.parentElement).toBe(document.documentElement);
    expect(highlight()?.shadowRoot?.textContent).toBe('<b>Rows</b>  10 × 20');
    devtools.heard('["nodes",[],""]');
    expect(highlight()).toBeNull();
    expect(tell).not.toHaveBeenCalled();
  });

  it('measures patches while it is open, and counts them from there on', () => {
    const take = vi.fn();
    devtools.measure('["patch",0,[]]', take);
    devtools.heard('["opened"]');
    devtools.measure('["patch",1,[]]', take);
    devtools.measure('["report","error","x"]', take);
    devtools.measure('["patch",2,[]]', take);
    devtools.receive(['close']);
    devtools.measure('["patch",3,[]]', take);

    expect(take).toHaveBeenCalledTimes(5);
    expect(tell.mock.calls.map(([[what, number]]) => [what, number])).toEqual([
      ['opened', undefined],
      ['applied', 1],
      ['applied', 2],
    ]);
    expect(order).toHaveBeenLastCalledWith('');
  });

  it('asks for the component of what is clicked on, and the app hears nothing of it', () => {
    const click = vi.fn();
    page.root.addEventListener('click', click);
    devtools.receive(['pointer', true]);
    const item = page.get('li + li');
    item.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
    expect(highlight()?.shadowRoot?.textContent).toContain('li');

    item.click();
    expect(order).toHaveBeenCalledExactlyOnceWith(`["pick",[4,1,0]]`);
    expect(highlight()).toBeNull();
    expect(click).not.toHaveBeenCalled();
    item.click();
    expect(click).toHaveBeenCalledOnce();
  });

  it.each([
    () => dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })),
    () => devtools.receive(['pointer', false]),
    () => devtools.receive(['close']),
  ])('points no longer when that is ended', (end) => {
    devtools.receive(['pointer', true]);
    end();
    page.get('p').click();

    expect(order.mock.calls.flat().filter((text) => text.includes('pick'))).toEqual([]);
  });
});
