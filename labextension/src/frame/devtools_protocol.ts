/** What the devtools in the panel and the page in its frame tell each other. */

/** The number of the part, of the part in that, and so on; first which part of a component. */
export type Path = readonly number[];

/** A value: its class, one line, how many parts, these where it is open, and JSON to edit. */
export interface Shown {
  readonly kind: string;
  readonly text: string;
  readonly size?: number;
  readonly parts?: readonly (readonly [name: string, value: Shown])[];
  readonly edit?: string;
  readonly fault?: string;
}

export type Row = readonly [
  id: number,
  parent: number,
  name: string,
  key: string,
  /** 1 for components of reactor_nb itself. */
  ours: number,
];

export interface HookShown {
  readonly kind: string;
  /** The variable in the source; empty where it is not known. */
  readonly name: string;
  readonly values: readonly (readonly [word: string, value: Shown])[];
}

/** The number is -1 for a context. */
export type StateShown = readonly [number: number, name: string, kind: string, value: Shown];

export interface ComponentShown {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly place: string;
  readonly memo: string;
  readonly props: readonly (readonly [name: string, value: Shown])[];
  readonly hooks: readonly HookShown[];
  readonly reads: readonly StateShown[];
}

/**
 * Where a component is, in words that mean the same once it is mounted anew: its name, the keys of
 * it and of what it is in from the inside out, and which it is of those that are alike in both.
 */
export type Place = readonly [name: string, keys: readonly string[], nth: number];

export type Reason = readonly [kind: string, what: string, value: string];

export type Render = readonly [
  id: number,
  name: string,
  reasons: readonly Reason[],
  milliseconds: number,
];

/** Times are milliseconds. */
export interface UpdateShown {
  readonly number: number;
  readonly causes: readonly (readonly [kind: string, what: string])[];
  readonly rendered: number;
  readonly mounted: number;
  readonly unmounted: number;
  readonly renders: readonly Render[];
  readonly ops: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly first: readonly string[];
  readonly errors: readonly (readonly [component: string, message: string])[];
  readonly render: number;
  readonly diff: number;
  readonly effects: number;
  readonly send: number;
  /** Which patch since the devtools were opened it is; 0 for none. */
  readonly patch: number;
  readonly bytes: number;
  /** Whether other components are there, or in another order. */
  readonly tree: boolean;
}

export interface CallShown {
  readonly number: number;
  readonly name: string;
  readonly given: readonly (readonly [name: string, value: string])[];
  readonly result?: string;
  readonly error?: {
    readonly status: number;
    readonly message: string;
    readonly fields: Readonly<Record<string, string>>;
  };
  /** In milliseconds, once it is over. */
  readonly time?: number;
}

export type Printed = readonly [
  stream: 'stdout' | 'stderr' | 'warning' | 'error',
  text: string,
  /** Whose code printed it, and where that is; empty where it is not known. */
  component: string,
  place: string,
];

/** For Python, but for those that the page itself does something about. */
export type DevtoolsRequest =
  | readonly ['close']
  | readonly ['pointer', on: boolean]
  | readonly ['tree']
  | readonly ['component', id: number, opened: readonly Path[]]
  | readonly ['states', opened: readonly Path[]]
  | readonly ['edit', number: number, component: number, path: Path, json: string, was: string]
  | readonly ['nodes', id: number]
  /** Bring a component into sight. */
  | readonly ['show', id: number]
  | readonly ['pick', ids: readonly number[]]
  | readonly ['place', id: number];

/** What Python tells, and what the page adds. */
export type DevtoolsAnswer =
  | readonly ['opened']
  | readonly ['tree', rows: readonly Row[], more: number]
  | readonly ['component', id: number, component: ComponentShown | null]
  | readonly ['states', states: readonly StateShown[]]
  | readonly ['edited', number: number, fault: string]
  | readonly ['update', update: UpdateShown]
  | readonly ['call', call: CallShown]
  | readonly ['printed', lines: readonly Printed[], before: number]
  | readonly ['picked', id: number]
  | readonly ['place', place: Place | null]
  | readonly ['applied', patch: number, milliseconds: number];

/** What the page itself does with an answer of Python. */
export type NodesAnswer = readonly ['nodes', ids: readonly number[], name: string];
