// Files of the build: read, hashed, written only when they differ, and compressed beside themselves.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const COMPRESSED = ['.br', '.gz'];
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** The hash of some contents, each told apart from the next by its length. */
export function hash(...contents) {
  const digest = createHash('sha256');
  for (const content of contents) {
    const bytes = Buffer.from(content);
    digest.update(`${bytes.length}:`);
    digest.update(bytes);
  }
  return digest.digest('hex');
}

/** The files below a folder, relative to it, sorted. */
export function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Write a file as a whole: who reads meanwhile sees the old or the new one. */
export function writeFile(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(aside, content);
  fs.renameSync(aside, file);
}

/** What the last build noted, by key; `{}` when there is none. */
export function readNotes(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** Keep the notes for the next build. */
export function writeNotes(file, notes) {
  writeFile(file, `${JSON.stringify(notes, null, 2)}\n`);
}

/**
 * Lay a `.br` and a `.gz` beside every file of a folder whose content is not the noted one, but for
 * those in some folders in it, which are compressed already.
 */
export async function compressBelow(folder, notes, except = []) {
  const names = filesBelow(folder).filter((name) => !except.includes(name.split(path.sep)[0]));
  const known = new Set(names);
  await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      if (COMPRESSED.includes(path.extname(name))) {
        if (!known.has(name.slice(0, -3))) fs.rmSync(file);
        return;
      }
      const content = fs.readFileSync(file);
      const digest = hash(content);
      const isDone = COMPRESSED.every((ending) => known.has(name + ending));
      if (isDone && notes[name] === digest) return;
      await compress(file, content);
      notes[name] = digest;
    }),
  );
}

async function compress(file, content) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: 11,
    [BROTLI_PARAM_LGWIN]: 21, // the smallest result for the largest file
    [BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFile(`${file}.br`, await brotli(content, { params }));
  writeFile(`${file}.gz`, await gzip(content, { level: 9 }));
}
