/** What a long command says of how far it is: one line on a terminal, few in a log. */
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';

/** All that is written in so many seconds, when something is told every tenth of one. */
function written(seconds: number, screen: { readonly isTTY?: boolean; readonly columns?: number }) {
  const texts: string[] = [];
  let now = 0;
  const write = (text: string) => texts.push(text);
  const progress = new Progress({ ...screen, write }, () => now);
  for (; now < seconds * 1000; now += 100) progress.tell(() => `at ${now / 1000} s`);
  progress.end();
  return texts;
}

describe('progress', () => {
  test('rewrites one line of a terminal each second, and wipes it at the end', () => {
    expect(written(3.5, { isTTY: true })).toEqual([
      ...[1, 2, 3].map((second) => `\r\u001B[2Kat ${second} s`),
      '\r\u001B[2K',
    ]);
  });

  test('never takes more than one line of a terminal', () => {
    expect(written(1.5, { isTTY: true, columns: 5 })[0]).toBe('\r\u001B[2Kat 1');
    expect(written(1.5, { isTTY: true, columns: 0 })[0]).toBe('\r\u001B[2Kat 1 s');
  });

  test('writes fewer and fewer lines into a log, and nothing for what is done soon', () => {
    expect(written(31, {})).toEqual(['at 2 s\n', 'at 6 s\n', 'at 14 s\n', 'at 30 s\n']);
    expect(written(1.9, {})).toEqual([]);
    expect(written(1.9, { isTTY: true }).length).toBeGreaterThan(0);
  });
});
