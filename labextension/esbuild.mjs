/** Builds the three scripts of a page, the router, those of `dev`, and copies the style sheet, into the package. */
import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../reactor_nb/static/', import.meta.url));
const here = fileURLToPath(new URL('./', import.meta.url));

/** Properties that are ours alone, neither of the DOM nor on the wire: a letter does for them. */
const OWN =
  'acknowledge around attach chooseAgain deliver edited events expect hears idOf isOpen ' +
  'kept known late listen listeners locate nodes offer props prototypes ranges reach ' +
  'receive reports roots sentAt seq snapshot tags take template templates texts timer told ' +
  'wake';

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  mangleProps: new RegExp(`^(${OWN.replaceAll(' ', '|')})$`),
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

/** The scripts, in memory or in the package's `static` folder. */
export async function buildScripts({ write = true } = {}) {
  const results = await Promise.all([
    build({
      ...common,
      write,
      outdir: out,
      format: 'esm',
      // V8 compiles all of them while they load, not when the page is about to become live.
      banner: { js: '//# allFunctionsCalledOnLoad' },
      entryPoints: { client: 'src/client/main.ts', worker: 'src/worker/main.ts' },
    }),
    // Inlined in every page, before anything else.
    build({
      ...common,
      write,
      outdir: out,
      format: 'iife',
      entryPoints: { early: 'src/client/early.ts' },
    }),
  ]);
  return results.flatMap((result) => result.outputFiles ?? []);
}

/** Only pages of apps that use `Link` load it. */
export async function buildRouter({ write = true } = {}) {
  const result = await build({
    ...common,
    write,
    outdir: out,
    format: 'esm',
    entryPoints: { router: 'src/client/router.ts' },
  });
  return result.outputFiles ?? [];
}

/** Only pages of `reactor-nb dev` have these; they are no part of an export. */
async function buildDevScripts() {
  await build({
    ...common,
    outdir: out,
    format: 'iife',
    loader: { '.css': 'text' },
    entryPoints: { dev: 'src/dev/main.ts' },
  });
  await build({
    ...common,
    outdir: out,
    format: 'esm',
    entryPoints: { 'dev-worker': 'src/dev/worker.ts' },
  });
}

/** The script and the style of the page that `reactor-nb explain --html` writes. */
async function buildExplainPage() {
  await build({
    ...common,
    mangleProps: undefined,
    outdir: out,
    format: 'iife',
    entryPoints: { explain: 'src/explain/main.ts' },
  });
  await build({ ...common, outdir: out, entryPoints: { explain: 'style/explain.css' } });
}

/** The two scripts of a static site: one inline in its pages, one for reading it offline. */
async function buildSiteScripts() {
  await build({
    ...common,
    mangleProps: undefined,
    outdir: out,
    format: 'iife',
    entryPoints: { site: 'src/site/page.ts', offline: 'src/site/offline.ts' },
  });
}

async function copyStyle() {
  const pico = `${here}node_modules/@picocss/pico/`;
  await mkdir(`${out}licenses`, { recursive: true });
  await copyFile(`${pico}css/pico.classless.min.css`, `${out}style.css`);
  await copyFile(`${pico}LICENSE.md`, `${out}licenses/pico.txt`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildScripts();
  await buildRouter();
  await buildDevScripts();
  await buildExplainPage();
  await buildSiteScripts();
  await copyStyle();
}
