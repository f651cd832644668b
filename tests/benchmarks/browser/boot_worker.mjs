// Starts a Pyodide, whichever it is told, and says when it is ready and when it has imported.
/* global self */
self.addEventListener('message', async ({ data: { options, imports } }) => {
  const { loadPyodide } = await import(`${options.indexURL}pyodide.mjs`);
  const python = await loadPyodide(options);
  self.postMessage({ ready: python.runPython('1 + 1') });
  self.addEventListener('message', () => {
    python.runPython(imports);
    self.postMessage({ imported: true });
  });
});
