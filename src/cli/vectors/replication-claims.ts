/** What a case of replication says, beside what the model says. */

/** One comparison. */
export interface Claim {
  readonly what: string;
  readonly actual: unknown;
  readonly wanted: unknown;
}

/** Reads one sentence: its claims, or `undefined` where it is not understood. */
export type Reading = readonly Claim[] | undefined;

/** A pattern, and what a sentence of that pattern does and claims. */
export interface Rule<Subject> {
  readonly pattern: RegExp;
  readonly read: (subject: Subject, ...groups: readonly (string | undefined)[]) => Reading;
}

/** Reads a sentence by the first rule whose pattern it has. */
export function readBy<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  sentence: string,
): Reading {
  for (const { pattern, read } of rules) {
    const match = pattern.exec(sentence);
    if (match !== null) return read(subject, ...match.slice(1));
  }
  return undefined;
}

/** A claim, or none where the case does not say what it wants. */
export function claim(what: string, actual: unknown, wanted: unknown): readonly Claim[] {
  return wanted === undefined ? [] : [{ what, actual, wanted }];
}

/** A number in a sentence, where there is one. */
export function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Numbers in a sentence, with commas between them. */
export function numbersIn(text: string | undefined): number[] {
  return (text ?? '').split(',').map((each) => Number(each.trim()));
}
