import { memo } from 'preact/compat';
import { jsx } from 'preact/jsx-runtime';
import { rowOf, start } from './preact_table.mjs';

const Row = memo(({ item, selected, dispatch }) => rowOf(item, selected, dispatch));

start((item, selected, dispatch) => jsx(Row, { item, selected, dispatch }, item.id));
