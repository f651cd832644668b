import type { BlockForm, ElementForm, HoleValue, RowsForm } from './protocol';

/** Blocks as rows, of which one alone is one; `undefined` for an element. */
export function rowsOf(form: ElementForm | BlockForm | RowsForm): RowsForm | undefined {
  if ('rows' in form) return form;
  const [rows, ...values] = form as BlockForm;
  if (typeof rows !== 'number') return undefined;
  return { rows, count: 1, columns: values.map((value) => [value]) };
}

/** What a column holds for a row. */
export function valueAt(column: RowsForm['columns'][number] | undefined, row: number): HoleValue {
  return (Array.isArray(column) ? column[row] : column) as HoleValue;
}
