/** The script of the page that `reactor-nb explain --html` writes. */
import { Relations, type Explained } from './data';
import { showDetail } from './detail';
import { Graph, idsOf, place } from './graph';
import { Zoom } from './zoom';

const element = (id: string) => document.getElementById(id) as HTMLElement;

const explained = JSON.parse(element('explained').textContent ?? '') as Explained;
const relations = new Relations(explained);
const graph = new Graph(element('scroll'), relations);
const detail = element('detail');
const greeting = [...detail.childNodes];
const search = element('search') as HTMLInputElement;
const svg = document.querySelector<SVGSVGElement>('#graph');
const zoom = svg ? new Zoom(svg, element('scroll')) : undefined;
const marked = [...document.querySelectorAll<HTMLElement>('.cells [data-p]')];
const chips = [...document.querySelectorAll<HTMLElement>('[data-place]')];

/** What was chosen to stay; pointing at something else shows that for the moment. */
let picked: number | undefined;

function show(id: number | undefined): void {
  graph.choose(id);
  for (const each of marked) {
    const here = id !== undefined && idsOf(each).includes(id);
    each.classList.toggle(each.matches('.l') ? 'on' : 'picked', here);
  }
  if (id === undefined) detail.replaceChildren(...greeting);
  else showDetail(detail, relations, id, pick);
}

function pick(id: number | undefined): void {
  picked = id;
  show(id);
  if (id === undefined) return;
  const box = graph.box(id);
  if (box && zoom) {
    const { x, y } = place(box);
    zoom.show(x, y);
  }
  const line = marked.find((each) => each.matches('.l') && idsOf(each).includes(id));
  const pane = line?.closest<HTMLElement>('.cells');
  if (!line || !pane) return;
  const { top, bottom } = line.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (top < frame.top + 40 || bottom > frame.bottom - 40)
    pane.scrollBy({ top: top - frame.top - frame.height / 3 });
}

/** The piece that an event is about; of several on a line the first. */
function pieceAt(event: Event): number | undefined {
  const found = (event.target as Element).closest('[data-p]');
  return found ? idsOf(found)[0] : undefined;
}

document.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'touch') return;
  const id = pieceAt(event);
  if (id !== undefined) show(id);
  else if (!(event.target as Element).closest('.detail')) show(picked);
});

document.addEventListener('click', (event) => {
  const id = pieceAt(event);
  if (id !== undefined) pick(id);
  else if ((event.target as Element).closest('.scroll')) pick(undefined);
});

document.addEventListener('focusin', (event) => {
  const box = (event.target as Element).closest('.boxes > g');
  if (box) show(idsOf(box)[0]);
});

document.addEventListener('keydown', (event) => {
  const box = (event.target as Element).closest<SVGGElement>('.boxes > g');
  if (event.key === 'Escape') leave();
  else if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (box) walk(event, box);
});

function leave(): void {
  search.value = '';
  filter(undefined, undefined);
  pick(undefined);
}

function walk(event: KeyboardEvent, box: SVGGElement): void {
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    pick(idsOf(box)[0]);
  } else if (event.key.startsWith('Arrow')) {
    event.preventDefault();
    const next = graph.next(box, event.key);
    if (!next) return;
    const { x, y } = place(next);
    zoom?.show(x, y);
    graph.focus(next);
  }
}

/** Let pieces stand out that go to one place, or whose name has a text in it. */
function filter(goes: string | undefined, text: string | undefined): void {
  for (const chip of chips)
    chip.setAttribute('aria-pressed', String(chip.dataset['place'] === goes));
  const matches =
    goes === undefined && !text
      ? undefined
      : (id: number) => {
          const piece = relations.piece(id);
          return text ? piece.label.toLowerCase().includes(text) : piece.goes === goes;
        };
  graph.filter(matches);
  document.body.classList.toggle('filtered', matches !== undefined);
  for (const each of marked)
    each.classList.toggle('match', matches !== undefined && idsOf(each).some(matches));
}

for (const chip of chips)
  chip.addEventListener('click', () => {
    const on = chip.getAttribute('aria-pressed') === 'true';
    search.value = '';
    filter(on ? undefined : chip.dataset['place'], undefined);
  });

search.addEventListener('input', () => filter(undefined, search.value.trim().toLowerCase()));
search.addEventListener('keydown', (event) => {
  const text = search.value.trim().toLowerCase();
  if (event.key !== 'Enter' || !text) return;
  const { pieces } = explained;
  const exact = pieces.find((piece) => piece.label.toLowerCase() === text);
  const found = exact ?? pieces.find((piece) => piece.label.toLowerCase().includes(text));
  if (!found) return;
  filter(undefined, undefined);
  pick(found.id);
});

element('theme').addEventListener('click', () => {
  const { style } = document.documentElement;
  const dark = getComputedStyle(document.body).backgroundColor.match(/\d+/)?.[0] ?? '255';
  style.colorScheme = Number(dark) < 128 ? 'light' : 'dark';
});
element('fit').addEventListener('click', () => zoom?.fit());
element('larger').addEventListener('click', () => zoom?.by(1.25));
element('smaller').addEventListener('click', () => zoom?.by(0.8));
