/** Everything that is kept as one text, to take along: documents with their keys, in order. */
import {
  fixed,
  formatJson,
  list,
  object,
  parseJson,
  ProblemList,
  required,
  text,
  whole,
  type Json,
  type Problem,
  type Shape,
} from '../../scenario/index.ts';
import { keepingLimits } from '../documents/keeping-limits.ts';
import { keepingProblem } from '../keeping-problems.ts';

/** A document of an archive, its content not yet read. */
export interface ArchivedDocument {
  readonly key: string;
  readonly schema: number;
  readonly content: Json;
}

/** An archive. */
interface Archive {
  readonly archive: 'baton';
  readonly version: 1;
  readonly documents: readonly ArchivedDocument[];
}

const anything: Shape<Json> = {
  read: (json) => json,
  write: (value) => value,
  schema: () => ({}),
};

const document = object<ArchivedDocument>(
  { title: 'Document', sentence: 'A document of an archive.' },
  {
    key: required(text({ min: 1, max: 80 }), 'Where it is kept.'),
    schema: required(whole({ min: 1, max: 999_999 }), 'The version of its shape.'),
    content: required(anything, 'What it says.'),
  },
);

const shape = object<Archive>(
  { title: 'Archive', sentence: 'Everything that was kept.' },
  {
    archive: required(fixed('baton'), 'Whose archive it is.'),
    version: required(
      fixed(1, { code: 'wrong-version', fix: 'Reload to get the newer Baton, and try again.' }),
      'The version of archives.',
    ),
    documents: required(list(document, { min: 0, max: keepingLimits.documents }), 'All of it.'),
  },
);

/** The canonical text of an archive. */
export function writeArchive(documents: readonly ArchivedDocument[]): string {
  const inOrder = [...documents].sort((one, other) => (one.key < other.key ? -1 : 1));
  return formatJson(shape.write({ archive: 'baton', version: 1, documents: inOrder }));
}

/** The documents of an archive, or all that is wrong with it. Never throws, whatever the text. */
export function readArchive(
  archive: string,
):
  | { readonly kind: 'documents'; readonly documents: readonly ArchivedDocument[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] } {
  if (archive.length > keepingLimits.archiveLength)
    return { kind: 'problems', problems: [keepingProblem('archive-too-large', '')] };
  const problems = new ProblemList();
  const json = parseJson(archive, problems, keepingLimits);
  const read = json === undefined ? undefined : shape.read(json, '', problems);
  if (read === undefined || problems.count > 0)
    return { kind: 'problems', problems: problems.all() };
  return { kind: 'documents', documents: read.documents };
}
