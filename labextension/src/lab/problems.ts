/** What is wrong, with a way to the cell it is in. */
import type { Fault } from '../frame/protocol';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly severity: string;
  readonly hint?: string;
  readonly cell?: number | null;
  readonly id?: string | null;
  readonly line?: number | null;
  readonly file?: string;
  readonly component?: string;
  /** What the kernel can do instead. */
  readonly offer?: 'kernel';
}

/** What is wrong, and of no place in the notebook. */
export function problem(message: string): Problem {
  return { code: '', message, severity: 'error' };
}

/** What is good to know, and nothing to mend. */
export function info(message: string): Problem {
  return { ...problem(message), severity: 'info' };
}

const PLACE = /^ *File .*, cell (\d+), line (\d+)/gm;
const COMPONENT = /^in component (.+?)(?: \(|$)/;

/** A traceback of the page's Python as a problem: where it happened last, and what it was. */
export function fromTrace(text: string): Problem {
  const lines = text.trim().split('\n');
  const component = lines.map((line) => COMPONENT.exec(line)?.[1]).findLast(Boolean);
  const message = lines.findLast((line) => !/^(\s|in component |Traceback )/.test(line)) ?? '';
  const last = [...text.matchAll(PLACE)].at(-1);
  return {
    code: '',
    message,
    severity: 'error',
    ...(last && { cell: Number(last[1]), line: Number(last[2]) }),
    ...(component && { component }),
  };
}

/** An error that the page told of by itself. */
export function fromFault({ place, component, message }: Omit<Fault, 'line' | 'trace'>): Problem {
  const found = /cell (\d+) › line (\d+)/.exec(place);
  return {
    code: '',
    message,
    severity: 'error',
    ...(found && { cell: Number(found[1]), line: Number(found[2]) }),
    ...(component && { component }),
  };
}

/** The place of a problem in words. */
export function placeOf({ component, cell, line, file }: Problem): string {
  const parts = [
    component,
    file || (cell ? `cell ${cell}` : undefined),
    line ? `line ${line}` : undefined,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The problems that a panel shows. */
export class ProblemList {
  readonly node = document.createElement('ul');

  /**
   * @param go leads to the place of a problem
   * @param offered does what is offered instead
   */
  constructor(
    readonly go: (problem: Problem) => void,
    readonly offered: () => void,
  ) {
    this.node.className = 'rnb-Preview-problems';
    this.node.setAttribute('role', 'alert');
    this.node.hidden = true;
  }

  show(problems: readonly Problem[]): void {
    showProblems(this.node, problems, this.go, this.offered);
  }

  /** What Python reports; of warnings the console knows. */
  report([level, text]: readonly [string, string]): void {
    if (level === 'error') this.show([fromTrace(text)]);
  }
}

/** Show problems in place of those that were shown. */
export function showProblems(
  list: HTMLElement,
  problems: readonly Problem[],
  go: (problem: Problem) => void,
  accept: () => void = () => {},
): void {
  list.replaceChildren(...problems.map((problem) => item(problem, go, accept)));
  list.hidden = problems.length === 0;
}

function item(problem: Problem, go: (problem: Problem) => void, accept: () => void): HTMLElement {
  const element = document.createElement('li');
  element.className = `rnb-Problem rnb-mod-${problem.severity}`;
  const place = placeOf(problem);
  if (place) {
    const link = document.createElement(problem.cell || problem.id ? 'button' : 'span');
    link.className = 'rnb-Problem-place';
    link.textContent = place;
    link.addEventListener('click', () => go(problem));
    element.append(link, ' ');
  }
  const words = [problem.code, problem.message].filter(Boolean).join(' ');
  element.append(problem.hint ? `${words}; ${problem.hint}` : words);
  if (problem.offer) {
    const button = document.createElement('button');
    button.className = 'rnb-Problem-offer';
    button.textContent = 'Render in the kernel instead';
    button.addEventListener('click', accept);
    element.append(' ', button);
  }
  return element;
}
