// What the kernel takes for Pyodide itself: the same, with one thing seen to before it goes on.
import { loadPyodide as load } from './pyodide.mjs';

export async function loadPyodide(options) {
  const python = await load(options);
  // Next the kernel enters the notebook's folder and imports IPython. With '' in front, Python would
  // look for each module there first, by a request that goes through the page; IPython itself puts
  // '' where it belongs, before the packages.
  python.runPython("import sys; sys.path.remove('')");
  return python;
}
