import type { Controls } from './controls';
import type { Listeners } from './events';
import type { Head } from './head';
import type { NodeTable } from './nodes';

/** What every op works on. */
export interface Page {
  readonly nodes: NodeTable;
  readonly listeners: Listeners;
  readonly controls: Controls;
  readonly head: Head;
}
