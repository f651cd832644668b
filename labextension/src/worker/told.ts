/** What Python says of itself while its app is being written. */

/** An error that nothing in the app caught. */
export interface Fault {
  readonly place: string;
  readonly line: string;
  readonly component: string;
  readonly message: string;
  readonly trace: string;
}

/** What became of new code: the page has it or goes on with the old, and what its author is told. */
export interface Refreshed {
  readonly taken: boolean;
  readonly notes: readonly string[];
}

export type Told = ['dev', 'fault', Fault] | ['dev', 'done', Refreshed];
