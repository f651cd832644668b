/** Whether JupyterLab is light or dark, which is what the frames follow. */
import type { ThemeManager } from './platform';

export type Scheme = 'light' | 'dark';

/** How JupyterLab looks now; light where nothing says so. */
export function schemeOf(themes: ThemeManager | null): Scheme {
  const theme = themes?.theme;
  return theme && !themes.isLight(theme) ? 'dark' : 'light';
}
