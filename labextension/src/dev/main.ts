/** The page's side of `reactor-nb dev`: reloads when the app changed, shows what is wrong with it. */

interface State {
  /** Which build of the app the server shows now. */
  version: string;
  /** What keeps a newer one from being shown, one line each. */
  problems: string[];
}

const BOX_STYLE =
  'position:fixed;inset:auto 0 0 0;z-index:2147483647;margin:0;padding:.75rem 1rem;' +
  'max-height:50vh;overflow:auto;background:Canvas;color:CanvasText;' +
  'border-top:3px solid #c62828;font:.9rem/1.5 ui-monospace,monospace;white-space:pre-wrap';

const script = document.currentScript as HTMLScriptElement;
let box: HTMLElement | null = null;

function show(problems: string[]): void {
  box?.remove();
  box = null;
  if (problems.length === 0) return;
  box = document.createElement('div');
  box.setAttribute('role', 'alert');
  box.dataset['reactorDev'] = 'problems';
  box.style.cssText = BOX_STYLE;
  box.textContent = problems.join('\n');
  document.documentElement.append(box);
}

function receive(message: MessageEvent<string>): void {
  const state = JSON.parse(message.data) as State;
  if (state.version === script.dataset['version']) show(state.problems);
  else location.reload();
}

new EventSource(new URL('events', script.src)).addEventListener('message', receive);
