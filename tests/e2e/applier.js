/** What the tests of the applier look at pages with. */

const SPACES = {
  html: 'http://www.w3.org/1999/xhtml',
  svg: 'http://www.w3.org/2000/svg',
  mathml: 'http://www.w3.org/1998/Math/MathML',
};
const PREFIXES = {
  xlink: 'http://www.w3.org/1999/xlink',
  xml: 'http://www.w3.org/XML/1998/namespace',
};

/** A copy without what HTML has for us alone, or for the first value of a control. */
function plain(root) {
  const copy = root.cloneNode(true);
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const one of comments) one.remove();
  for (const one of copy.querySelectorAll('input, option, textarea, select, audio, video'))
    for (const name of ['value', 'checked', 'selected', 'muted']) one.removeAttribute(name);
  for (const one of copy.querySelectorAll('textarea')) one.textContent = '';
  copy.normalize();
  return copy;
}

/** The nodes that forms stand for, made without a parser and without the applier. */
function build(forms, root = document.createElement('main'), around = 'html') {
  for (const form of forms) {
    if (typeof form === 'string') {
      root.append(form);
      continue;
    }
    const [tag, spec, ...children] = form;
    const space = spaceOf(tag, around);
    const element = document.createElementNS(SPACES[space], tag);
    for (const [name, value] of Object.entries(spec.a ?? {})) attribute(element, name, value);
    if (spec.h === undefined) build(children, element, spaceInside(element, space));
    else element.innerHTML = spec.h;
    root.append(element);
  }
  return root;
}

function spaceOf(tag, around) {
  if (tag === 'svg' && (around === 'html' || around === 'annotation')) return 'svg';
  if (tag === 'math' && around === 'html') return 'mathml';
  return around === 'annotation' ? 'mathml' : around;
}

function spaceInside(element, space) {
  const tag = element.localName;
  if (space === 'svg' && /^(foreignObject|desc|title)$/.test(tag)) return 'html';
  if (space === 'mathml' && /^(mi|mo|mn|ms|mtext)$/.test(tag)) return 'html';
  if (space !== 'mathml' || tag !== 'annotation-xml') return space;
  const encoding = element.getAttribute('encoding') ?? '';
  return /^(text\/html|application\/xhtml\+xml)$/i.test(encoding) ? 'html' : 'annotation';
}

function attribute(element, name, value) {
  const [prefix, rest] = name.split(':');
  if (rest && PREFIXES[prefix] && element.namespaceURI !== SPACES.html)
    element.setAttributeNS(PREFIXES[prefix], name, value);
  else element.setAttribute(name, value);
}

/** Whether a root holds what forms say. */
function shows(root, forms) {
  return plain(root).isEqualNode(plain(build(forms)));
}

/** A root in the page, a view of it that has adopted the HTML in it, and whether it kept all. */
function adopted(html, shape, ops) {
  const root = document.createElement('main');
  root.innerHTML = html;
  // An image may be named body.
  document.querySelector('body').append(root);
  const before = [...root.querySelectorAll('*')];
  const sent = [];
  const { signal } = new AbortController();
  const view = new applier.View(
    root,
    (message) => sent.push(message),
    () => {},
    signal,
  );
  view.receive(['hydrate', shape, ops]);
  const kept = [...root.querySelectorAll('*')].every((one, at) => one === before[at]);
  return { root, view, sent, kept };
}
