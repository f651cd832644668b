/** What the Jupyter server does with a notebook: check, explain, export. */
import type { Packages } from './platform';
import type { Problem } from './problems';

export type Kind = 'check' | 'explain' | 'export';

export interface Result {
  readonly problems: readonly Problem[];
  /** Why it was not done. */
  readonly failed?: string;
  /** What an explanation is. */
  readonly page?: string;
  /** What there is to say of an export, and how large it is. */
  readonly lines?: readonly string[];
  readonly files?: number;
  readonly size?: number;
}

export interface Task {
  readonly id: string;
  readonly kind: Kind;
  readonly steps: readonly string[];
  readonly result: Result | null;
  /** The folder of an export, as the Lab calls it. */
  readonly folder: string;
}

/** The server's tasks. */
export class Tasks {
  constructor(readonly connection: Packages['services']['ServerConnection']) {}

  /** Begin with something; throws what the server says where it does not. */
  async start(kind: Kind, path: string): Promise<Task> {
    const body = JSON.stringify({ kind, path });
    return (await this.#ask('', { method: 'POST', body })).json() as Promise<Task>;
  }

  /** Wait until a task is done; meanwhile each new state of it is told. */
  async follow(task: Task, tell: (task: Task) => void): Promise<Task> {
    let now = task;
    while (!now.result) {
      tell(now);
      now = (await (await this.#ask(`/${task.id}?seen=${now.steps.length}`)).json()) as Task;
    }
    return now;
  }

  async cancel({ id }: Task): Promise<void> {
    await this.#ask(`/${id}`, { method: 'DELETE' });
  }

  /** What was exported, as one file. */
  async archive({ id }: Task): Promise<Blob> {
    return (await this.#ask(`/${id}/archive`)).blob();
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const settings = this.connection.makeSettings();
    const url = `${settings.baseUrl}reactor-nb/tasks${path}`;
    const answer = await this.connection.makeRequest(url, init, settings);
    if (answer.ok) return answer;
    throw new Error(await reasonOf(answer));
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const told: unknown = await answer.json().catch(() => null);
  const message = (told as { message?: unknown } | null)?.message;
  if (typeof message === 'string' && message && message !== 'Not Found') return message;
  return answer.status === 404 || answer.status === 405
    ? 'this needs a Jupyter server that has reactor_nb; install it there and start it again'
    : `the Jupyter server refuses (${answer.status})`;
}
