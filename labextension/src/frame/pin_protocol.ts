/** What is said of the one component that a preview shows alone. */
import type { Place } from './devtools_protocol';

export type { Place };

/** For Python: which components there are, and which one is to be shown; nothing shows them all. */
export type PinRequest = readonly ['places'] | readonly ['pin', place: Place | null];

export type Places = readonly ['places', places: readonly Place[]];

/** What Python says: the nodes of the component, none where it is not on the page. */
export type PinAnswer =
  Places | readonly ['pinned', place: Place, ids: readonly number[] | null, isKnown: boolean];

/** Whether it is to be seen, shows nothing, is on another page, or in the notebook no more. */
export type Presence = 'seen' | 'empty' | 'absent' | 'gone';

/** What the panel hears of it. */
export type Pinned = Places | readonly ['pinned', place: Place, presence: Presence];
