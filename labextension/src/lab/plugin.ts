/** The list of our plugins; what they do is elsewhere. */
import { siteVersion } from './assets';
import { Previews } from './previews';
import { addMenu, Reports } from './reports';
import { showViews } from './views';
import type {
  App,
  MainMenu,
  NotebookTracker,
  Packages,
  Palette,
  Restorer,
  ThemeManager,
} from './platform';

export interface Plugin {
  readonly id: string;
  readonly description: string;
  readonly autoStart: true;
  readonly requires: readonly unknown[];
  readonly optional: readonly unknown[];
  activate(app: App, ...services: never[]): void;
}

export const OPEN = 'reactor-nb:open-preview';

export function pluginsWith(lab: Packages): Plugin[] {
  return [
    {
      id: 'reactor-nb:preview',
      description: 'Shows the app that a notebook is, beside the notebook.',
      autoStart: true,
      requires: [lab.notebook.INotebookTracker],
      optional: [
        lab.apputils.ICommandPalette,
        lab.application.ILayoutRestorer,
        lab.apputils.IThemeManager,
        lab.mainmenu.IMainMenu,
      ],
      activate(
        app: App,
        notebooks: NotebookTracker,
        palette: Palette | null,
        restorer: Restorer | null,
        themes: ThemeManager | null,
        menus: MainMenu | null,
      ) {
        const previews = new Previews(lab, app, notebooks, themes);
        showViews(lab, notebooks, themes);
        app.commands.addCommand(OPEN, {
          label: 'Open App Preview',
          caption: 'Show the app that this notebook is, and keep it up to date',
          isEnabled: () => notebooks.currentWidget !== null,
          execute: ({ path }) => previews.open(typeof path === 'string' ? path : undefined),
        });
        const hasServer = !siteVersion(lab.coreutils.PageConfig);
        const reports = hasServer ? new Reports(lab, app, notebooks).addCommands() : [];
        addMenu(lab, app, [OPEN, ...reports], palette, menus);
        void restorer?.restore(previews.tracker, {
          command: OPEN,
          args: (widget) => ({ path: previews.pathOf(widget) }),
          name: (widget) => previews.pathOf(widget),
        });
        previews.addButtons(() => void app.commands.execute(OPEN));
      },
    },
  ];
}
