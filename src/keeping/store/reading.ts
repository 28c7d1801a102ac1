/** What is found when a document is looked up, out of its two slots. */
import { ProblemList, type Problem } from '../../scenario/index.ts';
import { contentOf, readContent, type Place } from '../documents/document-kind.ts';
import { keepingProblem } from '../keeping-problems.ts';
import type { Standing } from './backend.ts';
import { contentsOf, slotKey, type FilledSlot } from './slots.ts';

/** A document, or why there is none. `version` is what the next save has to name. */
export type Reading<T> =
  | { readonly kind: 'absent'; readonly version: number; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'document';
      readonly version: number;
      readonly value: T;
      /** Damage that was found beside it. */
      readonly problems: readonly Problem[];
    }
  | {
      /** Written by a newer Baton: it can be exported, and is left alone otherwise. */
      readonly kind: 'newer';
      readonly version: number;
      readonly schema: number;
      readonly body: string;
      readonly problems: readonly Problem[];
    };

/** A look at both slots. */
export interface Look<T> {
  readonly slots: readonly Standing[];
  readonly reading: Reading<T>;
  /** The slot that the reading is from. */
  readonly source: FilledSlot | undefined;
  /** What must be set aside before anything is written over it. */
  readonly damaged: readonly Standing[];
}

/** Makes sense of what stands in the slots of a document. Never throws. */
export function lookAt<T>({ key, kind }: Place<T>, slots: readonly Standing[]): Look<T> {
  const contents = contentsOf(key, slots);
  const damaged = [...contents.damaged];
  const problemsNow = () => damaged.map((each) => keepingProblem('damaged', each.key));
  for (const source of contents.records) {
    const { version, schema, body } = source.record;
    const content = contentOf(body, new ProblemList());
    const read =
      content === undefined ? undefined : readContent(kind, { schema, content, path: key });
    if (read?.kind === 'newer') {
      const reading = { kind: 'newer', version, schema, body, problems: problemsNow() } as const;
      return { slots, reading, source, damaged };
    }
    if (read?.kind === 'value') {
      const { value } = read;
      const reading = { kind: 'document', version, value, problems: problemsNow() } as const;
      return { slots, reading, source, damaged };
    }
    // Whole and yet not of its shape: no better than damaged, and kept like it.
    damaged.push(source.standing);
  }
  const reading = { kind: 'absent', version: 0, problems: problemsNow() } as const;
  return { slots, reading, source: undefined, damaged };
}

/** The keys of both slots of a document. */
export function slotKeys(key: string): readonly string[] {
  return [slotKey(key, 0), slotKey(key, 1)];
}
