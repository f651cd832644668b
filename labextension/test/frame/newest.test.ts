import { beforeEach, describe, expect, it } from 'vitest';
import { Newest } from '../../src/frame/newest';

const PATCH = '["patch",0,[["text",3,"61"]]]';

let newest: Newest;

beforeEach(() => {
  newest = new Newest();
  newest.order({ start: '{}' });
  newest.lets({ begun: 1 });
});

describe('what the worker says', () => {
  it('is heard while its page is there', () => {
    newest.order('["event",1,"click",[1],{}]');

    expect(newest.lets(PATCH)).toBe(true);
    expect(newest.lets({ devtools: '["opened"]' })).toBe(true);
  });

  it('is not heard by the page that comes after, until that has begun', () => {
    newest.order({ start: '{}' });
    expect(newest.lets(PATCH)).toBe(false);
    expect(newest.lets({ devtools: '["update",{}]' })).toBe(false);

    newest.lets({ begun: 2 });
    expect(newest.lets('["hydrate",[],[]]')).toBe(true);
  });

  it('is not heard of a page that was shown for a moment', () => {
    newest.order({ start: '{}' });
    newest.order({ start: '{}' });
    newest.lets({ begun: 2 });

    expect(newest.lets('["hydrate",[],[]]')).toBe(false);
  });

  it('is heard at any time where it is of no page', () => {
    newest.order({ start: '{}' });

    expect(newest.lets({ pong: 1 })).toBe(true);
    expect(newest.lets({ failed: 'no memory' })).toBe(true);
    expect(newest.lets({ begun: 2 })).toBe(false);
  });
});
