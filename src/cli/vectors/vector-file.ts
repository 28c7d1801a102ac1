/** A vector file: inputs and expected outputs of a real system, and what running it came to. */

/** What came of one file. */
export interface Tally {
  readonly passed: number;
  /** One sentence per case that went wrong. */
  readonly failures: readonly string[];
  /** One sentence per part of the file that is not modelled: never counted as passed. */
  readonly notModelled: readonly string[];
}

/** Recognises and runs vector files of one shape. */
export interface VectorRunner {
  /** What it runs, for people. */
  readonly name: string;
  /** Whether a parsed file has the shape that this runner knows, whatever the file is called. */
  readonly recognises: (file: unknown) => boolean;
  readonly run: (file: unknown) => Tally;
}

/** A parsed JSON object, as far as we know it. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** The value as a list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a list of numbers, or an empty one. */
export function numbersOf(value: unknown): readonly number[] {
  return listOf(value).map(Number);
}

/** Collects the outcome of many comparisons. */
export class Tallying {
  #passed = 0;
  readonly #failures: string[] = [];
  readonly #notModelled: string[] = [];

  /** One comparison: equal as JSON, or a failure that names the case. */
  expect(name: string, actual: unknown, expected: unknown): void {
    const got = JSON.stringify(actual);
    const wanted = JSON.stringify(expected);
    if (got === wanted) this.#passed += 1;
    else this.#failures.push(`${name}: expected ${wanted}, got ${got}`);
  }

  /** A part that nothing here models. */
  leaveOut(sentence: string): void {
    this.#notModelled.push(sentence);
  }

  done(): Tally {
    return { passed: this.#passed, failures: this.#failures, notModelled: this.#notModelled };
  }
}

/** A runner of files that hold one list of cases, all of the same shape. */
export function caseRunner(given: {
  readonly name: string;
  readonly isCase: (value: unknown) => boolean;
  readonly runCase: (fields: Fields, tally: Tallying) => void;
  /** What the file calls its list: `cases` where nothing is said. */
  readonly list?: string;
}): VectorRunner {
  const casesOf = (file: unknown) => listOf(fieldsOf(file)[given.list ?? 'cases']);
  return {
    name: given.name,
    recognises: (file) => casesOf(file).length > 0 && casesOf(file).every(given.isCase),
    run: (file) => {
      const tally = new Tallying();
      for (const each of casesOf(file)) given.runCase(fieldsOf(each), tally);
      return tally.done();
    },
  };
}
