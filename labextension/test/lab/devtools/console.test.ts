import { beforeEach, describe, expect, it } from 'vitest';
import { Console } from '../../../src/lab/devtools/console';

let console: Console;
let places: (readonly [number, number])[];

const texts = (selector: string) =>
  [...console.node.querySelectorAll(selector)].map(({ textContent }) => textContent);

beforeEach(() => {
  places = [];
  console = new Console((cell, line) => void places.push([cell, line]));
  document.body.replaceChildren(console.node);
});

describe('the console', () => {
  it('shows what is printed, with how much is missing', () => {
    console.add(
      [
        ['stdout', '<i>1</i>', '', ''],
        ['stderr', 'oh', '', ''],
      ],
      7,
    );

    expect(texts('.rnb-Console-line')).toEqual(['… 7 lines before', '<i>1</i>', 'oh']);
    expect(console.node.querySelector<HTMLElement>('.rnb-mod-stderr')!.title).toBe('stderr');
  });

  it('says whose code printed a line, and leads there', () => {
    console.add(
      [
        ['stdout', 'one', 'Row', 'cell 4, line 2'],
        ['stdout', 'two', '', 'helpers.py, line 9'],
        ['error', '  File "app.ipynb", cell 2, line 5, in Row', '', ''],
      ],
      0,
    );
    for (const link of console.node.querySelectorAll<HTMLElement>('.rnb-Console-source button'))
      link.click();

    expect(texts('.rnb-Console-source')).toEqual([
      'Row cell 4, line 2',
      'helpers.py, line 9',
      'cell 2, line 5',
    ]);
    expect(places).toEqual([
      [4, 2],
      [2, 5],
    ]);
  });

  it('counts what is printed again and again, until the list is cleared', () => {
    const line = ['stdout', 'tick', 'Clock', 'cell 1, line 2'] as const;
    console.add([line, line, line], 0);
    console.add([line, ['stderr', 'tick', '', ''], line], 0);

    expect(texts('.rnb-Console-count')).toEqual(['4 times', '', '']);
    [...console.node.querySelectorAll<HTMLElement>('.rnb-Log-bar button')].at(-1)!.click();
    console.add([line], 0);
    expect(texts('.rnb-Console-count')).toEqual(['']);
  });

  it('keeps no more than the newest lines', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => ['stdout', String(at), '', ''] as const);
    console.add(lines, 0);

    expect(texts('.rnb-Console-line')).toHaveLength(1000);
    expect(texts('.rnb-Console-text').at(-1)).toBe('2999');
  });
});
