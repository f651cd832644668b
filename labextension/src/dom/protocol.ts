/** The words between a session in Python and its page: `reactor_nb/core/protocol.py`, again. */

export const VERSION = 1;

export type PropValue = string | number | boolean | null | readonly string[];

/** What must be decided in the browser, before Python hears of the event. */
export interface EventOptions {
  readonly prevent?: boolean;
  readonly stop?: boolean;
  readonly capture?: boolean;
  readonly passive?: boolean;
  /** Milliseconds of silence to wait for. */
  readonly debounce?: number;
  /** Milliseconds that pass at least between two events. */
  readonly throttle?: number;
}

export interface ElementSpec {
  /** Attributes. */
  readonly a?: Readonly<Record<string, string>>;
  /** Properties of a form control. */
  readonly p?: Readonly<Record<string, PropValue>>;
  /** Events with a handler. */
  readonly e?: Readonly<Record<string, EventOptions | 1>>;
  /** Raw HTML instead of children. */
  readonly h?: string;
}

export type ElementForm = readonly [tag: string, spec: ElementSpec | 0, ...children: NodeForm[]];

/** What may be put in a hole; an array is what is inside, or the value of a `select`. */
export type HoleValue = PropValue | EventOptions | readonly NodeForm[];

/** One template, filled in. */
export type BlockForm = readonly [template: number, ...values: HoleValue[]];

/** One template, filled in many times: for each hole a value per row, or one for all rows. */
export interface RowsForm {
  readonly rows: number;
  readonly count: number;
  readonly columns: readonly (HoleValue | readonly HoleValue[])[];
}

export type NodeForm = string | ElementForm | BlockForm | RowsForm;

/** A hole for an attribute, a property, or the options of a handler. */
export type TemplateHole = readonly [hole: number, kind: 'a' | 'p' | 'e', name: string];

/** A child of a template that is a number is the hole of that number. */
export type TemplateForm = readonly [
  tag: string,
  constants: Pick<ElementSpec, 'a' | 'p'> | 0,
  holes: readonly TemplateHole[] | 0,
  ...children: (string | number | TemplateForm)[],
];

export type HeadEntry = readonly [
  tag: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
];

/**
 * Tag names, then in document order: tag index and child count of elements, -1 for texts, and less
 * for blocks, which are of the templates that come third.
 */
export type Shape = readonly [
  tags: readonly string[],
  counts: readonly number[],
  templates?: readonly TemplateForm[],
];

export type PropOp = readonly ['prop', id: number, name: string, value: PropValue];

export type EventOp = readonly [
  'event',
  id: number,
  type: string,
  options: EventOptions | 1 | null,
  ...others: number[],
];

export type Op =
  | readonly ['template', number: number, form: TemplateForm]
  | readonly ['open', base: number, ...others: number[]]
  | readonly ['create', parent: number, before: number, first: number, ...nodes: NodeForm[]]
  | readonly ['move', parent: number, id: number, before: number]
  | readonly ['remove', id: number, ...others: number[]]
  | readonly ['text', id: number, text: string]
  | readonly ['attr', id: number, name: string, value: string | null]
  | PropOp
  | EventOp
  | readonly ['html', id: number, text: string]
  | readonly ['portal', id: number, around: number]
  | readonly ['head', entries: readonly HeadEntry[]];

/** What the applier answers. */
export type ViewMessage =
  | readonly ['hydrate', shape: Shape, ops: readonly Op[]]
  | readonly ['mend', nodes: readonly NodeForm[], why: string, templates?: readonly TemplateForm[]]
  | readonly ['patch', acknowledged: number, ops: readonly Op[], visit?: number];

/** All that a session says. */
export type HostMessage =
  | ViewMessage
  | readonly ['report', level: 'warning' | 'error', text: string]
  | readonly ['navigate', url: string, anew?: boolean]
  | readonly ['failed', text: string];

export interface FileData {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export interface TargetData {
  /** The id of a form control. */
  node?: number;
  id?: string;
  name?: string;
  type?: string;
  value?: string;
  values?: string[];
  checked?: boolean;
  dataset?: Record<string, string>;
  files?: FileData[];
  open?: boolean;
}

export interface EventData {
  target: TargetData;
  /** One for each id of the message; 0 is the target itself. */
  currents: (TargetData | 0)[];
  key?: string;
  code?: string;
  repeat?: boolean;
  composing?: boolean;
  alt?: boolean;
  ctrl?: boolean;
  meta?: boolean;
  shift?: boolean;
  button?: number;
  x?: number;
  y?: number;
  form?: [name: string, value: string][];
}

/** A place in the page, such as `main > ul[2] > li[1]`, and what was wrong there. */
export type MendReport = readonly [path: string, what: string];

export type PageMessage =
  | readonly ['hydrated']
  | readonly ['mismatch', path: string]
  | readonly ['mended', reports: readonly MendReport[]]
  | readonly ['event', seq: number, type: string, ids: readonly number[], data: EventData];
