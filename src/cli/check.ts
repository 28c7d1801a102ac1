/** `baton check`: all that is wrong with a scenario file, each with its place and its remedy. */
import type { Problem } from '../scenario/index.ts';

/** Problems as lines for people. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ code, path, message, fix }) => [
    `${path === '' ? 'the file' : path}  [${code}]`,
    `  ${message}`,
    `  → ${fix}`,
  ]);
}
