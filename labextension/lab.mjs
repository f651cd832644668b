/** Builds the JupyterLab extension, and the worker of the frame that its preview runs in. */
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('./', import.meta.url));
const out = fileURLToPath(new URL('../reactor_nb/labextension/', import.meta.url));
const shared = fileURLToPath(new URL('../reactor_nb/static/', import.meta.url));

/** Style sheets as texts, without what is there for people. */
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [styles],
};

/** The worker of the frame, in memory or in the package's `static` folder. */
export async function buildFrame({ write = true } = {}) {
  const { outputFiles } = await build({
    ...common,
    write,
    outdir: shared,
    format: 'esm',
    entryPoints: { 'frame-worker': 'src/frame/worker.ts' },
  });
  return outputFiles ?? [];
}

/** The script of the frame. The extension has it inside, for where there is no server of ours. */
async function buildDocument() {
  const { outputFiles } = await build({
    ...common,
    write: false,
    format: 'iife',
    entryPoints: ['src/frame/main.ts'],
  });
  return outputFiles[0].text;
}

/** What JupyterLab loads of the extension. */
export async function buildEntry() {
  const { outputFiles } = await build({
    ...common,
    define: { __reactorFrame: JSON.stringify(await buildDocument()) },
    write: false,
    outdir: out,
    format: 'iife',
    entryPoints: { remoteEntry: 'src/lab/entry.ts' },
  });
  return outputFiles[0].contents;
}

/** The folder that JupyterLab looks for: what the extension is, and its one script. */
async function writeExtension() {
  const entry = await buildEntry();
  const hash = createHash('sha256').update(entry).digest('hex').slice(0, 20);
  const load = `static/remoteEntry.${hash}.js`;
  const { version, license } = JSON.parse(await readFile(`${here}package.json`, 'utf8'));
  const about = {
    name: 'reactor-nb',
    version,
    description: 'Shows the app that a notebook is, beside the notebook.',
    license,
    jupyterlab: { extension: true, _build: { load, extension: './extension' } },
  };
  const install = {
    packageManager: 'python',
    packageName: 'reactor_nb',
    uninstallInstructions: 'pip uninstall reactor_nb',
  };
  await rm(out, { recursive: true, force: true });
  await mkdir(`${out}static`, { recursive: true });
  await writeFile(`${out}${load}`, entry);
  await writeFile(`${out}package.json`, `${JSON.stringify(about, null, 2)}\n`);
  await writeFile(`${out}install.json`, `${JSON.stringify(install, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildFrame();
  // What was packed is of the scripts before; the next step packs them anew.
  for (const ending of ['.br', '.gz'])
    await rm(`${shared}frame-worker.js${ending}`, { force: true });
  await rm(`${shared}frame.js`, { force: true });
  await writeExtension();
}
