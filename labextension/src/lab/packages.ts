/** Packages of the app: they come once, and a new frame needs them, too. */
export class AppPackages {
  #files: Record<string, ArrayBuffer> = {};
  #lock = '';

  /** All that there are, to be given away. */
  copy(): Record<string, ArrayBuffer> {
    return structuredClone(this.#files);
  }

  /**
   * Take those among what has come; an interpreter has the packages that it began with.
   *
   * @param isRunning whether there is one
   * @returns whether there must be another one
   */
  keep(files: Record<string, ArrayBuffer>, isRunning: boolean): boolean {
    const packages = Object.entries(files).filter(([name]) => name.startsWith('packages-'));
    const before = this.#lock;
    const lock = packages[0]?.[0].split('/')[0] ?? before;
    if (lock === before) return false;
    this.#files = Object.fromEntries(packages);
    this.#lock = lock;
    return before !== '' || isRunning;
  }
}
