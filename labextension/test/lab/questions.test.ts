import { beforeEach, describe, expect, it } from 'vitest';
import type { Question, Reply } from '../../src/frame/protocol';
import type { Link } from '../../src/lab/link';
import { Questions } from '../../src/lab/questions';

const ASKED: Question = {
  number: 3,
  method: 'POST',
  url: '/_reactor/actions/add',
  headers: { 'x-reactor': '1' },
  body: '{"text":"milk"}',
};

let sent: Record<string, unknown>[];
let replies: Reply[];
let questions: Questions;

const linkThat = (isOpen: boolean) =>
  ({ isOpen, send: (message: object) => void sent.push({ ...message }) }) as unknown as Link;
const response = (number: number, status = 200) =>
  ({ kind: 'response', number, status, headers: { a: 'b' }, problems: [] }) as const;

beforeEach(() => {
  [sent, replies] = [[], []];
  let count = 40;
  questions = new Questions(
    (reply) => void replies.push(reply),
    () => ++count,
  );
});

describe('a question of the page', () => {
  it('goes to the kernel with a number of the panel, and the answer comes with its own', () => {
    questions.ask(linkThat(true), ASKED);
    expect(sent).toEqual([{ ...ASKED, kind: 'request', number: 41 }]);

    const body = new ArrayBuffer(2);
    questions.answer(response(41, 201), body);
    expect(replies).toEqual([{ number: 3, status: 201, headers: { a: 'b' }, body }]);
  });

  it('is answered once', () => {
    questions.ask(linkThat(true), ASKED);
    questions.answer(response(41));
    questions.answer(response(41));

    expect(replies).toHaveLength(1);
  });

  it('has the answer that was meant for it, in whatever order these come', () => {
    questions.ask(linkThat(true), ASKED);
    questions.ask(linkThat(true), { ...ASKED, number: 4 });
    questions.answer(response(42));
    questions.answer(response(41));

    expect(replies.map(({ number }) => number)).toEqual([4, 3]);
  });

  it.each([
    ['closed', () => linkThat(false)],
    ['not there', () => undefined],
  ])('is refused where the conversation with the kernel is %s', (_, link) => {
    questions.ask(link(), ASKED);

    expect(sent).toEqual([]);
    expect(replies[0]).toMatchObject({ number: 3, status: 503 });
    const body = JSON.parse(new TextDecoder().decode(replies[0]!.body)) as { error: object };
    expect(body.error).toEqual({ code: 'stopped', message: 'The kernel is not there.' });
  });

  it('is for nobody once its page is gone', () => {
    questions.ask(linkThat(true), ASKED);
    questions.clear();
    questions.answer(response(41));

    expect(replies).toEqual([]);
  });
});
