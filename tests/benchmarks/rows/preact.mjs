import { rowOf, start } from './preact_table.mjs';

start((item, selected, dispatch) => rowOf(item, selected, dispatch, item.id));
