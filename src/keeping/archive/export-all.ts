/** Writes all that a store keeps into one archive. */
import { ProblemList, type Problem } from '../../scenario/index.ts';
import { contentOf, type Place } from '../documents/document-kind.ts';
import { keepingLimits } from '../documents/keeping-limits.ts';
import { placeOf } from '../documents/places.ts';
import { keepingProblem } from '../keeping-problems.ts';
import type { Failed } from '../store/attempt.ts';
import type { DocumentStore } from '../store/document-store.ts';
import { writeArchive, type ArchivedDocument } from './archive.ts';

/** An archive, and what could not be put into it. */
export interface Exported {
  readonly kind: 'archive';
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Everything as one text; what a newer Baton wrote goes along as it is. Never throws. */
export async function exportAll(store: DocumentStore): Promise<Exported | Failed> {
  const listed = await store.list();
  if (listed.kind === 'failed') return listed;
  const documents: ArchivedDocument[] = [];
  const problems: Problem[] = [];
  for (const key of listed.keys) {
    const found = await documentAt(store, placeOf(key));
    problems.push(...found.problems);
    if (found.document !== undefined) documents.push(found.document);
  }
  const text = writeArchive(documents);
  if (text.length > keepingLimits.archiveLength || documents.length > keepingLimits.documents)
    problems.push(keepingProblem('archive-too-large', ''));
  return { kind: 'archive', text, problems };
}

async function documentAt<T>(
  store: DocumentStore,
  place: Place<T>,
): Promise<{ readonly document?: ArchivedDocument; readonly problems: readonly Problem[] }> {
  const { key, kind } = place;
  const reading = await store.read(place);
  if (reading.kind === 'failed') return { problems: [reading.problem] };
  const { problems } = reading;
  if (reading.kind === 'absent') return { problems };
  if (reading.kind === 'document') {
    const content = kind.shape.write(reading.value);
    return { document: { key, schema: kind.schema, content }, problems };
  }
  const content = contentOf(reading.body, new ProblemList());
  if (content === undefined) return { problems: [...problems, keepingProblem('damaged', key)] };
  return { document: { key, schema: reading.schema, content }, problems };
}
