/** What was typed to a program of the tests. */
import { UsageError, readArguments, type Typed } from '../../src/cli/arguments.ts';

/** Reads the options of this program. What it does not know it says in one sentence, and ends with 2 before anything has run. */
export function typed(known: {
  readonly options: readonly string[];
  readonly flags: readonly string[];
}): Typed {
  try {
    const read = readArguments(process.argv.slice(2), known);
    const [stray] = read.words;
    if (stray !== undefined) refuse(`"${stray}" means nothing here`);
    return read;
  } catch (problem) {
    if (!(problem instanceof UsageError)) throw problem;
    refuse(problem.message);
  }
}

/** Says what is wrong with what was typed, and ends with 2. */
export function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
