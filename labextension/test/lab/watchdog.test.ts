import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LATE, Watchdog, type Busy } from '../../src/lab/watchdog';

let pings: number[];
let interrupted: Busy[];
let restarted: number;
let owed: number;
let patience: number;
let dog: Watchdog;

beforeEach(() => {
  vi.useFakeTimers();
  [pings, interrupted, restarted, owed, patience] = [[], [], 0, 0, LATE];
  dog = new Watchdog({
    ping: (number) => void pings.push(number),
    owed: () => owed,
    patience: () => patience,
    interrupt: (busy) => void interrupted.push(busy),
    restart: () => void ++restarted,
  });
});

afterEach(() => {
  dog.close();
  vi.useRealTimers();
});

const words = () => (dog.node.hidden ? '' : dog.node.querySelector('span')!.textContent);
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

/** Time in which all that is asked is answered at once. */
function passWell(milliseconds: number): void {
  for (let count = 0; count < milliseconds; count += 100) {
    pass(100);
    for (const of of ['page', 'python'] as const) dog.pong(pings.at(-1) ?? 0, of);
  }
}

describe('the watchdog', () => {
  it('says nothing while all answer', () => {
    passWell(60_000);

    expect(words()).toBe('');
    expect(pings.length).toBeGreaterThan(10);
  });

  it('says that Python is busy when it alone is silent, and stops once it answers', () => {
    passWell(1000);
    for (let count = 0; count < 4000; count += 500) {
      pass(500);
      dog.pong(pings.at(-1)!, 'page');
    }
    expect(words()).toContain('Python in the page is busy');

    dog.pong(pings.at(-1)!, 'python');
    expect(words()).toBe('');
  });

  it('says that the page is busy when nobody in it answers', () => {
    pass(4000);

    expect(words()).toContain('The page is busy');
  });

  it('asks no more of who has not answered yet', () => {
    pass(60_000);

    expect(pings).toHaveLength(1);
  });

  it('does not take an answer from long ago for one of now', () => {
    pass(600);
    const [first] = pings;
    for (const of of ['page', 'python'] as const) dog.pong(first!, of);
    pass(600);
    dog.pong(first!, 'page');
    dog.pong(first!, 'python');
    pass(4000);

    expect(words()).toContain('The page is busy');
  });

  it('waits for the kernel as for the page', () => {
    owed = LATE + 1;
    passWell(1000);
    expect(words()).toContain('The kernel is busy');

    owed = 0;
    passWell(1000);
    expect(words()).toBe('');
  });

  it('expects nothing of a page that need not answer, as one that has ended', () => {
    patience = Infinity;
    pass(60_000);

    expect(words()).toBe('');
  });

  it('ends what is busy when it is told to', () => {
    pass(4000);
    dog.node.querySelector('button')!.click();

    expect(interrupted).toEqual(['page']);
  });

  it('offers another kernel where one takes no interrupt', () => {
    const button = dog.node.querySelector('button')!;
    passWell(1000);
    owed = 2001;
    passWell(500);
    button.click();
    passWell(1000);
    expect([interrupted, button.textContent]).toEqual([['kernel'], 'Interrupt']);

    passWell(1500);
    expect(words()).toContain('takes no interrupt');
    expect(button.textContent).toBe('Restart kernel');
    button.click();
    expect([interrupted, restarted]).toEqual([['kernel'], 1]);

    owed = 0;
    passWell(1000);
    expect(words()).toBe('');
    owed = 2001;
    passWell(500);
    expect([words(), button.textContent]).toEqual([expect.stringContaining('busy'), 'Interrupt']);
  });

  it('expects nothing of a page that is gone', () => {
    pass(4000);
    dog.anew();
    expect(words()).toBe('');

    passWell(4000);
    expect(words()).toBe('');
  });

  it('looks no more once it is closed', () => {
    dog.close();
    pass(60_000);

    expect(pings).toEqual([]);
  });
});
