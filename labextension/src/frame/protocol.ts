import type { DevtoolsAnswer, DevtoolsRequest } from './devtools_protocol';
import type { Pinned, PinRequest } from './pin_protocol';

/** What the panel, the page in its frame and that page's worker tell each other. */
import type { Fault, Refreshed } from '../worker/told';

export type { Fault, Refreshed };

/** A page as the app sends it: production's own document. */
export interface Document {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Files by their names below `static/`. */
export type FileMap = Readonly<Record<string, ArrayBuffer>>;

/** A request of the page, for the app in the kernel. */
export interface Question {
  readonly number: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A text; with `base64`, the bytes that it stands for. */
  readonly body: string;
  readonly base64?: true;
}

export interface Reply {
  readonly number: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ArrayBuffer;
}

/** New code and new data for a page that goes on. */
export interface Refresh {
  readonly code: readonly unknown[] | null;
  readonly data: unknown;
}

/** Who answers: the document in the frame, or the worker that Python is in. */
export type Answering = 'page' | 'python';

export type PanelMessage =
  | { readonly files: FileMap }
  | { readonly show: Document }
  | { readonly refresh: Refresh }
  | { readonly reply: Reply }
  | { readonly devtools: DevtoolsRequest }
  | { readonly pin: PinRequest }
  /** What a session in the kernel says, or its devtools. */
  | { readonly heard: WorkerSignal }
  /** Asks how tall the page is, from now on. */
  | { readonly measure: true }
  /** To be answered at once, by the page and by its Python. */
  | { readonly ping: number }
  /** End Python, and leave what is shown as it is. */
  | { readonly halt: true }
  | { readonly scheme: 'light' | 'dark' };

export type FrameMessage =
  | { readonly ask: Question }
  | { readonly visit: string }
  /** To a session in the kernel: to begin, and what the page says to it, as JSON. */
  | { readonly start: true }
  | { readonly say: string }
  /** To the devtools of that session, as JSON; nothing closes them. */
  | { readonly look: string }
  | { readonly height: number }
  | { readonly status: string }
  | { readonly refreshed: Refreshed; readonly failed: boolean }
  | { readonly fault: Fault }
  | { readonly pong: number; readonly of: Answering }
  | { readonly report: readonly ['error' | 'warning', string] }
  | { readonly devtools: DevtoolsAnswer }
  | { readonly pin: Pinned };

export type WorkerOrder =
  | string
  | { readonly files: FileMap }
  | { readonly reply: Reply }
  | { readonly start: string }
  | { readonly ping: number }
  | { readonly devtools: string };

export type WorkerSignal =
  | string
  /** What comes next is of the page of this number. */
  | { readonly begun: number }
  | { readonly pong: number }
  | { readonly mark: 'python' }
  | { readonly failed: string }
  | { readonly ask: Question }
  | { readonly devtools: string };

/** Where the page seems to be: no such name exists, and nothing is ever sent there. */
export const ORIGIN = 'https://preview.invalid';
