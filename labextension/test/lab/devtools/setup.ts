/** What jsdom lacks and the devtools use. */
import type {
  Place,
  ComponentShown,
  DevtoolsRequest,
  Row,
  UpdateShown,
} from '../../../src/frame/devtools_protocol';

globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

export const ROWS: readonly Row[] = [
  [1, 0, 'Provider', '', 1],
  [2, 1, 'App', '', 0],
  [3, 2, 'Row', 'a', 0],
  [4, 2, 'Row', 'b', 0],
  [5, 1, 'Footer', '', 0],
];

export const UPDATE: UpdateShown = {
  number: 1,
  causes: [['click', 'App']],
  rendered: 1,
  mounted: 0,
  unmounted: 0,
  renders: [[3, 'Row', [['props', 'todo', '']], 0.25]],
  ops: 2,
  kinds: { text: 2 },
  first: ["['text', 3, 'x']", "['text', 4, 'y']"],
  errors: [],
  render: 1,
  diff: 0.5,
  effects: 0.1,
  send: 0.2,
  patch: 1,
  bytes: 120,
  tree: false,
};

export const COMPONENT: ComponentShown = {
  id: 3,
  name: 'Row',
  key: 'a',
  place: 'cell 4, line 2',
  memo: 'None',
  props: [['todo', { kind: 'Todo', text: "Todo(title='<b>milk</b>')", size: 3 }]],
  hooks: [
    { kind: 'use_state', name: 'text', values: [['', { kind: 'str', text: "'x'", edit: '"x"' }]] },
    { kind: 'use_state', name: 'on', values: [['', { kind: 'bool', text: 'True', edit: 'true' }]] },
    {
      kind: 'use_memo',
      name: '',
      values: [
        ['', { kind: 'int', text: '3' }],
        ['deps', { kind: 'list', text: '[1]', size: 1 }],
      ],
    },
  ],
  reads: [[2, 'shown', 'state', { kind: 'str', text: "'all'", edit: '"all"' }]],
};

/** Collects what is asked. */
export function hostOf() {
  const asked: DevtoolsRequest[] = [];
  const places: (readonly [number, number])[] = [];
  const pinned: Place[] = [];
  return {
    asked,
    places,
    pinned,
    post: (request: DevtoolsRequest) => void asked.push(request),
    goTo: (cell: number, line: number) => void places.push([cell, line]),
    pin: (place: Place) => void pinned.push(place),
  };
}

export function press(target: Element, ...keys: readonly string[]): void {
  for (const key of keys)
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}
