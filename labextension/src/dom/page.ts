import type { Controls } from './controls';
import type { Listeners } from './events';
import type { Head } from './head';
import type { NodeTable } from './nodes';
import type { Templates } from './template';

/** What every op works on. */
export interface Page {
  readonly nodes: NodeTable;
  readonly templates: Templates;
  readonly listeners: Listeners;
  readonly controls: Controls;
  readonly head: Head;
}
