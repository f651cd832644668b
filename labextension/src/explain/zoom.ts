/** How large the drawing is shown. */
export class Zoom {
  private scale = 1;
  private readonly width: number;
  private readonly height: number;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly frame: HTMLElement,
  ) {
    this.width = svg.viewBox.baseVal.width;
    this.height = svg.viewBox.baseVal.height;
    // A small drawing is shown whole, a large one so that it can be read.
    const fitting = this.fitting();
    this.set(fitting > 0.6 ? fitting : 0.85);
  }

  fit(): void {
    this.set(this.fitting());
  }

  by(factor: number): void {
    this.set(this.scale * factor);
  }

  /** Bring a place of the drawing into view, large enough to be read. */
  show(x: number, y: number): void {
    if (this.scale < 0.6) this.set(0.85);
    const { viewBox } = this.svg;
    const left = (x - viewBox.baseVal.x) * this.scale + this.svg.clientLeft;
    const top = (y - viewBox.baseVal.y) * this.scale;
    const { frame } = this;
    const seen =
      left > frame.scrollLeft &&
      left + 220 < frame.scrollLeft + frame.clientWidth &&
      top > frame.scrollTop &&
      top + 60 < frame.scrollTop + frame.clientHeight;
    if (!seen) frame.scrollTo(left - frame.clientWidth / 2 + 80, top - frame.clientHeight / 2);
  }

  private fitting(): number {
    const { clientWidth, clientHeight } = this.frame;
    return Math.min(1, clientWidth / this.width, clientHeight / this.height);
  }

  private set(scale: number): void {
    this.scale = Math.min(2, Math.max(0.1, scale));
    this.svg.setAttribute('width', String(Math.floor(this.width * this.scale)));
    this.svg.setAttribute('height', String(Math.floor(this.height * this.scale)));
  }
}
