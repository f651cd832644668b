// The process that Python in Pyodide runs in. Lines of JSON come in by the standard input and are
// handed to the thread of Python, which writes its own to the standard output. This thread stays
// free, so that it can interrupt Python at any time.
import process from 'node:process';
import readline from 'node:readline';
import { MessageChannel, Worker } from 'node:worker_threads';

const INTERRUPT = 2; // the number of the signal
const { port1: answers, port2: ask } = new MessageChannel();
// The pending signal, and a bell that wakes Python while it waits.
const bell = new Int32Array(new SharedArrayBuffer(8));
let worker;

function start(settings) {
  worker = new Worker(new URL('worker.mjs', import.meta.url), {
    workerData: { settings, bell, ask },
    transferList: [ask],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 4096, stackSizeMb: 8 },
  });
  // The standard output is for messages only.
  worker.stdout.pipe(process.stderr);
  worker.stderr.pipe(process.stderr);
  worker.on('error', (error) => end(`${error.stack ?? error}\n${error.name}: ${error.message}`));
  worker.on('exit', (status) => end(`its thread ended with status ${status}`));
}

function end(reason) {
  process.stderr.write(`${reason}\n`, () => process.exit(1));
}

function ring() {
  Atomics.add(bell, 1, 1);
  Atomics.notify(bell, 1);
}

function take(line) {
  if (!worker) return start(JSON.parse(line));
  const message = JSON.parse(line);
  if (message.interrupt) {
    Atomics.store(bell, 0, INTERRUPT);
    worker.postMessage(null); // for a cell that awaits something
  } else if ('answer' in message) {
    answers.postMessage(message.answer);
  } else {
    return worker.postMessage(line);
  }
  ring();
}

readline
  .createInterface({ input: process.stdin })
  .on('line', take)
  .on('close', () => process.exit(0));
