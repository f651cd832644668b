/** Prints the applier as one script that leaves `View` in the global scope, for a real browser. */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
  stdin: { contents: "export { View } from './src/dom/view';", resolveDir: '.', loader: 'ts' },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'applier',
  logLevel: 'warning',
});
process.stdout.write(outputFiles[0].text);
