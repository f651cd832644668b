/** Modules of our package that only pages have that take new code: as sources, beside the rest. */
import type { Python } from './platform';

/** The sources, by the names of their modules. */
export type Sources = Readonly<Record<string, string>>;

interface Package {
  readonly __path__: { append(path: string): void };
}

const FOLDER = '/lib/dev';

/** Have Python find modules of our package that are not in its archives. */
export function addSources(python: Python, sources: Sources): void {
  const packages = new Set<string>();
  for (const [name, source] of Object.entries(sources)) {
    const around = name.slice(0, name.lastIndexOf('.'));
    packages.add(around);
    // A package that the archives do not have is found in the one around it.
    packages.add(around.slice(0, around.lastIndexOf('.')));
    python.FS.mkdirTree(folderOf(around));
    python.FS.writeFile(`${folderOf(name)}.py`, new TextEncoder().encode(source));
  }
  for (const name of [...packages].sort())
    (python.pyimport(name) as Package).__path__.append(folderOf(name));
}

function folderOf(name: string): string {
  return `${FOLDER}/${name.replaceAll('.', '/')}`;
}
