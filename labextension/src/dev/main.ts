/** The page's side of `reactor-nb dev`: takes new code without a reload, shows what is wrong. */
import { Link } from './link';
import { Panel, type Problem } from './panel';
import { Updates } from './updates';

interface State {
  /** Which build of the app the server shows now. */
  readonly version: string;
  /** What keeps a newer one from being shown. */
  readonly problems: readonly Problem[];
  /** What went wrong on the server since that build. */
  readonly faults: readonly Problem[];
}

const script = document.currentScript as HTMLScriptElement;
const link = new Link();
const panel = new Panel();
const updates = new Updates(link, panel, script);

link.fault = (fault) => panel.add('browser', fault);

new EventSource(new URL('events', script.src)).addEventListener(
  'message',
  ({ data }: MessageEvent<string>) => {
    const { version, problems, faults } = JSON.parse(data) as State;
    panel.set('build', problems);
    panel.set('server', faults);
    updates.want(version);
  },
);
