import { describe, expect, it } from 'vitest';
import type { ThemeManager } from '../../src/lab/platform';
import { schemeOf } from '../../src/lab/theme';

const themes = (theme: string | null) =>
  ({ theme, isLight: (name: string) => name !== 'Night' }) as unknown as ThemeManager;

describe('the look of frames', () => {
  it.each([
    ['dark under a theme that is not light', themes('Night'), 'dark'],
    ['light under a theme that is', themes('Day'), 'light'],
    ['light before there is a theme', themes(null), 'light'],
    ['light in a Lab without themes', null, 'light'],
  ] as const)('is %s', (_, given, scheme) => {
    expect(schemeOf(given)).toBe(scheme);
  });
});
