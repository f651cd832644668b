/** The one Trusted Types policy, `reactor`, where the browser knows these types. */

interface Policy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const plain: Policy = {
  createHTML: (text) => text,
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin)
      throw new Error(`${url} is of another origin`);
    return url;
  },
};

let policy: Policy | undefined;

function current(): Policy {
  if (!policy) {
    const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
    try {
      policy = factory?.createPolicy('reactor', plain);
    } catch {
      // The page's Content-Security-Policy does not list our policy; then plain text must do.
    }
    policy ??= plain;
  }
  return policy;
}

/** HTML for `innerHTML`, from an author who called `unsafe_html`. */
export function trustedHtml(text: string): string {
  return current().createHTML(text);
}

/** The address of a script of ours, always of the page's own origin. */
export function trustedScriptUrl(url: string): string {
  return current().createScriptURL(url);
}
