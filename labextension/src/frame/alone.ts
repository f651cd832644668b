/**
 * Hides all of the document but some nodes, by a style sheet and one attribute that nobody knows.
 *
 * No node moves and no text changes, so that what patches the page notices nothing. Elements around
 * the nodes have no boxes meanwhile: what is shown has the room that the page has.
 */
const MARK = 'rnb-pin';

const RULES = `
[${MARK}~=around]>:not([${MARK}],defs,style,[data-rnb-highlight]){display:none!important}
[${MARK}~=around]{visibility:visible!important}
[${MARK}~=around]::before,[${MARK}~=around]::after{content:none!important}
[${MARK}~=around]::details-content{display:contents!important}
[${MARK}~=flat]{display:contents!important}
[${MARK}~=bare]{font-size:0!important}
::highlight(${MARK}){color:transparent}
`;
const WAITING = 'body{opacity:0!important}';

/** What some elements cannot be shown without. */
const CONTEXTS: Readonly<Record<string, string>> = {
  li: 'ul,ol,menu',
  dt: 'dl',
  dd: 'dl',
  option: 'select,datalist',
  optgroup: 'select',
  legend: 'fieldset',
  summary: 'details',
  source: 'picture,audio,video',
  track: 'audio,video',
  rt: 'ruby',
  rp: 'ruby',
};
const TABLE = new Set(['caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th']);

export class Alone {
  readonly #style = document.createElement('style');
  #marks = new Map<Element, string>();

  /** Show nothing until it is known what. */
  wait(): void {
    this.#mark(new Map());
    this.#rule(WAITING);
  }

  /** Show these nodes, and nothing else. */
  show(nodes: readonly Node[]): void {
    const marks = new Map<Element, string>([[document.body, 'around']]);
    const shown = new Set(nodes);
    for (const node of nodes) if (node instanceof Element) marks.set(node, 'here');
    for (const node of nodes) markAround(node, marks);
    const bare = [...marks].filter(([one, mark]) => mark !== 'here' && isBare(one, shown));
    const sizes = bare.length > 0 ? this.#sizes(marks) : '';
    for (const [one, mark] of bare) marks.set(one, `${mark} bare`);
    this.#mark(marks);
    this.#rule(RULES + sizes);
    paint(foreignTexts(shown));
  }

  /** Show all of the page. */
  end(): void {
    this.#mark(new Map());
    this.#style.remove();
    paint([]);
  }

  #rule(rules: string): void {
    if (this.#style.textContent !== rules) this.#style.textContent = rules;
    // Beside the body, which is the app's.
    if (!this.#style.isConnected) document.documentElement.append(this.#style);
  }

  #mark(marks: Map<Element, string>): void {
    for (const one of this.#marks.keys()) if (!marks.has(one)) one.removeAttribute(MARK);
    for (const [one, mark] of marks)
      if (one.getAttribute(MARK) !== mark) one.setAttribute(MARK, mark);
    this.#marks = marks;
  }

  /** Texts around what is shown have no size; what is shown has that which it has on the page. */
  #sizes(marks: Map<Element, string>): string {
    this.#mark(new Map());
    const found = [...marks].filter(([, mark]) => mark === 'here');
    return found
      .map(([one], at) => {
        const { fontSize } = getComputedStyle(one);
        marks.set(one, `here size-${at}`);
        return `[${MARK}~=size-${at}]{font-size:${fontSize}!important}`;
      })
      .join('');
  }
}

/** Mark what a node is in, unless something around it is shown anyway. */
function markAround(node: Node, marks: Map<Element, string>): void {
  const around: Element[] = [];
  for (let at = node.parentElement; at && at !== document.body; at = at.parentElement)
    around.push(at);
  if (around.some((one) => marks.get(one) === 'here')) return;
  const kept = around.indexOf(contextOf(node) as Element);
  around.forEach((one, at) => {
    const hasBox = at <= kept || one.parentElement === document.body || isContainer(one);
    // Of several nodes in one element, one may need its box.
    if (hasBox || !marks.has(one)) marks.set(one, hasBox ? 'around' : 'around flat');
  });
}

/** The element that a node is nothing without; none where it can stand anywhere. */
function contextOf(node: Node): Element | null {
  if (!(node instanceof Element)) return null;
  if (node instanceof SVGElement) {
    let top = node.ownerSVGElement;
    while (top?.ownerSVGElement) top = top.ownerSVGElement;
    return top;
  }
  const names = TABLE.has(node.localName) ? 'table' : CONTEXTS[node.localName];
  return names === undefined ? null : (node.parentElement?.closest(names) ?? null);
}

/** Whether styles of what is in an element go by its size. */
function isContainer(element: Element): boolean {
  const { containerType } = getComputedStyle(element);
  return Boolean(containerType) && containerType !== 'normal';
}

/** Whether an element has texts between its elements, and none of them is shown. */
function isBare(element: Element, shown: ReadonlySet<Node>): boolean {
  const texts = textsOf(element);
  return texts.length > 0 && !texts.some((text) => shown.has(text));
}

/** Texts beside one that is shown: they keep their room, and are not seen. */
function foreignTexts(shown: ReadonlySet<Node>): Text[] {
  const parents = new Set<Element>();
  for (const node of shown)
    if (node instanceof Text && node.parentElement) parents.add(node.parentElement);
  return [...parents].flatMap((one) => textsOf(one).filter((text) => !shown.has(text)));
}

function textsOf(element: Element): Text[] {
  return [...element.childNodes].filter(
    (one): one is Text => one instanceof Text && one.data.trim() !== '',
  );
}

/** Have texts be there without being seen. */
function paint(texts: readonly Text[]): void {
  if (typeof Highlight === 'undefined') return;
  if (texts.length === 0) {
    CSS.highlights.delete(MARK);
    return;
  }
  const ranges = texts.map((text) => {
    const range = document.createRange();
    range.selectNode(text);
    return range;
  });
  CSS.highlights.set(MARK, new Highlight(...ranges));
}
