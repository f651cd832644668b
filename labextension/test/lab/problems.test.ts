import { describe, expect, it, vi } from 'vitest';
import { fromFault, fromTrace, placeOf, showProblems } from '../../src/lab/problems';

const TRACE = `Traceback (most recent call last):
  File "reactor_nb/core/root.py", line 3, in flush
  File "app.ipynb", cell 3, line 2, in Home
    return Counter()
  File "app.ipynb", cell 2, line 7, in <lambda>
    1 / 0
ZeroDivisionError: division by zero
in component Home › Counter (cell 2, line 3)`;

describe('a traceback', () => {
  it('is told by what was raised, and by cell, line and component', () => {
    const problem = fromTrace(TRACE.replace(' (cell 2, line 3)', ''));

    expect(problem).toEqual({
      code: '',
      message: 'ZeroDivisionError: division by zero',
      severity: 'error',
      cell: 2,
      line: 7,
      component: 'Home › Counter',
    });
    expect(placeOf(problem)).toBe('Home › Counter, cell 2, line 7');
  });

  it('is placed where it was raised, not where its component begins', () => {
    expect(fromTrace(TRACE)).toMatchObject({ line: 7, component: 'Home › Counter' });
  });

  it('of our own code has no place', () => {
    expect(placeOf(fromTrace('RuntimeError: no Python'))).toBe('');
  });
});

describe('problems', () => {
  it('offer what the kernel can do instead', () => {
    const list = document.createElement('ul');
    const accept = vi.fn();
    const problem = { code: 'RNB060', message: 'no', severity: 'error', offer: 'kernel' } as const;

    showProblems(list, [problem], vi.fn(), accept);
    list.querySelector('button')?.click();

    expect(list.querySelector('button')?.textContent).toBe('Render in the kernel instead');
    expect(accept).toHaveBeenCalledOnce();
  });

  it('are shown as text, each with a way to its cell', () => {
    const list = document.createElement('ul');
    const go = vi.fn();
    const hostile = {
      code: 'RNB001',
      message: '<img src=x onerror=1>',
      severity: 'error',
      cell: 4,
    };

    showProblems(list, [hostile], go);
    list.querySelector('button')?.click();

    expect(list.textContent).toBe('cell 4 RNB001 <img src=x onerror=1>');
    expect(list.querySelector('img')).toBeNull();
    expect(go).toHaveBeenCalledWith(hostile);
  });

  it('that are gone are not shown', () => {
    const list = document.createElement('ul');

    showProblems(list, [{ code: '', message: 'x', severity: 'error' }], () => {});
    showProblems(list, [], () => {});

    expect(list.hidden).toBe(true);
    expect(list.childElementCount).toBe(0);
  });
});

describe('a fault that the page tells of', () => {
  it('has its place and its component', () => {
    const fault = { place: 'app.ipynb › cell 3 › line 5', component: 'Home › Row', message: 'no' };

    expect(fromFault(fault)).toEqual({
      code: '',
      message: 'no',
      severity: 'error',
      cell: 3,
      line: 5,
      component: 'Home › Row',
    });
    expect(placeOf(fromFault({ place: '', component: '', message: 'no' }))).toBe('');
  });
});
