import { describe, expect, it } from 'vitest';
import { AppPackages } from '../../src/lab/packages';

const bytes = (length: number) => new ArrayBuffer(length);
const WHEEL = 'packages-1/numpy.whl';
const first = () => ({ 'app.zip': bytes(1), 'packages-1/lock.json': bytes(2), [WHEEL]: bytes(3) });

describe('the packages of an app', () => {
  it('are kept without its other files, and given away again and again', () => {
    const packages = new AppPackages();
    packages.keep(first(), false);

    const one = packages.copy();
    structuredClone(one, { transfer: Object.values(one) });
    expect(one[WHEEL]!.byteLength).toBe(0);
    expect(Object.keys(packages.copy())).toEqual(['packages-1/lock.json', WHEEL]);
    expect(packages.copy()[WHEEL]!.byteLength).toBe(3);
  });

  it('need no other interpreter where none has begun', () => {
    expect(new AppPackages().keep(first(), false)).toBe(false);
  });

  it('need another one where it runs without them, or with others', () => {
    const packages = new AppPackages();
    expect(packages.keep(first(), true)).toBe(true);

    expect(packages.keep({ 'packages-2/lock.json': bytes(4) }, false)).toBe(true);
    expect(Object.keys(packages.copy())).toEqual(['packages-2/lock.json']);
  });

  it('stay while nothing of them comes, or the same', () => {
    const packages = new AppPackages();
    packages.keep(first(), false);

    expect(packages.keep({ 'app.zip': bytes(9) }, true)).toBe(false);
    expect(packages.keep(first(), true)).toBe(false);
    expect(Object.keys(packages.copy())).toHaveLength(2);
  });
});
