// The thread that Python runs in: Pyodide, the file system of this computer, and our service.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

const { settings, bell, ask } = workerData;
const OUTPUT = 1;
const pause = new Int32Array(new SharedArrayBuffer(4));
// What Pyodide has at these places is its own.
const ITS_OWN = new Set(['dev', 'lib', 'proc', 'sys']);
const REST = '/lib/rest.zip';

/** Write a line to the standard output, all of it before anything else happens. */
function post(text) {
  let bytes = Buffer.from(`${text}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(writeSome(bytes));
}

/** Write what the pipe takes now, and return how much that was. */
function writeSome(bytes) {
  try {
    return fs.writeSync(OUTPUT, bytes);
  } catch (error) {
    if (error.code !== 'EAGAIN') throw error;
    Atomics.wait(pause, 0, 0, 1);
    return 0;
  }
}

/** Tell whether an interrupt is pending, and take it. */
function takeInterrupt() {
  return Atomics.exchange(bell, 0, 0) !== 0;
}

/**
 * Where Python looks for a signal. It reads and then clears, and what came between the two would
 * be lost; here reading clears.
 */
const signal = {
  get 0() {
    return Atomics.exchange(bell, 0, 0);
  },
  set 0(_) {},
};

/** Wait for some milliseconds, or less when the bell rings. */
function wait(milliseconds) {
  const rung = Atomics.load(bell, 1);
  if (Atomics.load(bell, 0) === 0) Atomics.wait(bell, 1, rung, milliseconds);
}

/** Wait for an answer; `undefined` when an interrupt came first. */
function awaitAnswer() {
  for (;;) {
    const rung = Atomics.load(bell, 1);
    const answer = receiveMessageOnPort(ask);
    if (answer) return answer.message;
    if (Atomics.load(bell, 0) !== 0) return undefined;
    Atomics.wait(bell, 1, rung);
  }
}

/** Show the folders of this computer at the same places in Python. */
function mountFolders(files) {
  for (const name of fs.readdirSync('/')) {
    const folder = `/${name}`;
    if (ITS_OWN.has(name) || !isFolder(folder)) continue;
    files.mkdirTree(folder);
    files.mount(files.filesystems.NODEFS, { root: folder }, folder);
  }
}

function isFolder(folder) {
  try {
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function environment() {
  const given = Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON'));
  return { HOME: '/tmp', ...Object.fromEntries(given) };
}

async function load() {
  const at = (name) => path.join(settings.pyodide, name);
  const { loadPyodide } = await import(pathToFileURL(at('pyodide.mjs')).href);
  const python = await loadPyodide({
    indexURL: settings.pyodide,
    stdLibURL: at('stdlib.zip'),
    lockFileURL: at('lock.json'),
    env: environment(),
    fsInit: (files) => {
      mountFolders(files);
      files.writeFile(REST, fs.readFileSync(at('rest.zip')));
    },
  });
  const sys = python.pyimport('sys');
  for (const folder of [REST, ...settings.paths]) sys.path.append(folder);
  sys.pycache_prefix = settings.cache;
  return python;
}

let parent = null; // the request that came last

/** Send what is written past `sys.stdout`, such as by `os.write(1, …)`. */
function sendText(name) {
  return (text) => {
    const content = { name, text: `${text}\n` };
    post(JSON.stringify({ publish: 'stream', content, parent }));
  };
}

const python = await load();
python.setStdout({ batched: sendText('stdout') });
python.setStderr({ batched: sendText('stderr') });
const { start } = python.pyimport('reactor_nb.nodekernel.inside.service');
const platform = { post, wait, takeInterrupt, awaitAnswer };
const service = start(python.toPy(settings), platform);
python.setInterruptBuffer(signal);
// An error of a task or a timer of the author's is told, and ends nothing.
process.on('uncaughtException', (error) => console.error(error));
parentPort.on('message', (line) => {
  if (line === null) {
    if (takeInterrupt()) service.cancel();
    return;
  }
  parent = JSON.parse(line).parent ?? parent;
  service.take(line);
});
