/** What the panel, the page in its frame and that page's worker tell each other. */

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
  readonly body: string;
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

/** What became of new code: the page has it or goes on with the old, and what its author is told. */
export interface Refreshed {
  readonly taken: boolean;
  readonly notes: readonly string[];
}

/** An error that nothing in the app caught. */
export interface Fault {
  readonly place: string;
  readonly component: string;
  readonly message: string;
}

/** Who answers: the document in the frame, or the worker that Python is in. */
export type Answering = 'page' | 'python';

export type PanelMessage =
  | { readonly files: FileMap }
  | { readonly show: Document }
  | { readonly refresh: Refresh }
  | { readonly reply: Reply }
  | { readonly scheme: 'light' | 'dark' }
  /** To be answered at once, by the page and by its Python. */
  | { readonly ping: number }
  /** End Python, and leave what is shown as it is. */
  | { readonly halt: true };

export type FrameMessage =
  | { readonly ask: Question }
  | { readonly visit: string }
  | { readonly status: string }
  | { readonly refreshed: Refreshed; readonly failed: boolean }
  | { readonly fault: Fault }
  | { readonly pong: number; readonly of: Answering }
  | { readonly report: readonly ['error' | 'warning', string] };

export type WorkerOrder =
  | string
  | { readonly files: FileMap }
  | { readonly reply: Reply }
  | { readonly start: string }
  | { readonly ping: number };

export type WorkerSignal =
  | string
  | { readonly pong: number }
  | { readonly mark: 'python' }
  | { readonly failed: string }
  | { readonly ask: Question };

/** Where the page seems to be: no such name exists, and nothing is ever sent there. */
export const ORIGIN = 'https://preview.invalid';
