import type { Relations } from './data';

/** The boxes and lines of the drawing, and which of them belong to what is chosen. */
export class Graph {
  private readonly boxes: SVGGElement[] = [];
  private readonly lines: SVGPathElement[] = [];
  private readonly boxOf = new Map<number, SVGGElement>();

  constructor(
    private readonly root: Element,
    private readonly relations: Relations,
  ) {
    this.lines = [...root.querySelectorAll<SVGPathElement>('.lines path')];
    for (const box of root.querySelectorAll<SVGGElement>('.boxes > g')) {
      this.boxes.push(box);
      for (const id of idsOf(box)) this.boxOf.set(id, box);
    }
    this.boxes[0]?.setAttribute('tabindex', '0');
  }

  box(id: number): SVGGElement | undefined {
    return this.boxOf.get(id);
  }

  /** Mark the chains that lead to a piece, and faintly what it needs itself; or nothing. */
  choose(id: number | undefined): void {
    for (const each of [...this.boxes, ...this.lines])
      each.classList.remove('on', 'near', 'picked');
    this.root.classList.toggle('chosen', id !== undefined && this.boxOf.has(id));
    if (id === undefined || !this.boxOf.has(id)) return;
    for (const need of this.relations.needsOf(id)) this.mark(id, need, 'near');
    for (const user of this.relations.neededBy(id)) this.mark(user, id, 'near');
    for (const chain of this.relations.chains(id)) {
      chain.forEach((each, index) => {
        this.boxOf.get(each)?.classList.add('on');
        if (index > 0) this.mark(chain[index - 1] ?? each, each, 'on');
      });
    }
    this.boxOf.get(id)?.classList.add('picked', 'on');
  }

  /** Let only some pieces stand out. */
  filter(matches: ((id: number) => boolean) | undefined): void {
    this.root.classList.toggle('filtered', matches !== undefined);
    for (const box of this.boxes)
      box.classList.toggle('match', matches !== undefined && idsOf(box).some(matches));
  }

  /** The box that an arrow key leads to. */
  next(from: SVGGElement, key: string): SVGGElement | undefined {
    const ids = idsOf(from);
    if (key === 'ArrowRight')
      return this.nearest(
        from,
        ids.flatMap((id) => this.relations.needsOf(id)),
      );
    if (key === 'ArrowLeft')
      return this.nearest(
        from,
        ids.flatMap((id) => this.relations.neededBy(id)),
      );
    const at = place(from);
    const others = this.boxes.filter((box) => {
      const { x, y } = place(box);
      return x === at.x && (key === 'ArrowDown' ? y > at.y : y < at.y);
    });
    return closest(at, others);
  }

  /** Make a box the one that the Tab key comes to. */
  focus(box: SVGGElement): void {
    for (const each of this.boxes) each.setAttribute('tabindex', each === box ? '0' : '-1');
    box.focus({ preventScroll: true });
  }

  private nearest(from: SVGGElement, ids: readonly number[]): SVGGElement | undefined {
    const boxes = ids.map((id) => this.boxOf.get(id)).filter((box) => box !== undefined);
    return closest(place(from), boxes);
  }

  private mark(source: number, target: number, how: 'on' | 'near'): void {
    const [from, to] = [this.boxOf.get(source), this.boxOf.get(target)];
    if (!from || !to) return;
    if (how === 'near') from.classList.add(how);
    to.classList.add(how);
    const ends = `[data-from="${from.dataset['box']}"][data-to="${to.dataset['box']}"]`;
    for (const line of this.lines) if (line.matches(ends)) line.classList.add(how);
  }
}

export function idsOf(element: Element): number[] {
  return (element.getAttribute('data-p') ?? '').split(' ').filter(Boolean).map(Number);
}

export function place(box: SVGGElement): { x: number; y: number } {
  const [x = 0, y = 0] =
    (box.getAttribute('transform') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
  return { x, y };
}

function closest(
  from: { x: number; y: number },
  boxes: readonly SVGGElement[],
): SVGGElement | undefined {
  const distance = (box: SVGGElement) => {
    const { x, y } = place(box);
    return Math.abs(y - from.y) + Math.abs(x - from.x) / 4;
  };
  return boxes.toSorted((one, other) => distance(one) - distance(other))[0];
}
