/** Reads a file of the reader's own as text: no more than can be meant, and nothing that is no text. Anything may be dropped on a page. */
import type { Problem } from '../../scenario/index.ts';

/** The text of a file, or why there is none. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads a file of at most so many bytes; a larger one is not even looked into. Never throws. */
export async function readTextFile(file: File, mostBytes: number): Promise<FileText> {
  if (file.size > mostBytes)
    return problem(
      'too-large',
      `It has ${file.size} bytes, and no more than ${mostBytes} are read.`,
      'Choose another file, or make it smaller.',
    );
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (bytes === undefined)
    return problem(
      'unreadable-file',
      'The browser could not read it: it may be a folder, or have been moved or deleted.',
      'Choose the file itself once more.',
    );
  try {
    // A byte order mark is left in: whoever reads the text says what is wrong with it.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { kind: 'text', text: decoder.decode(bytes) };
  } catch {
    return problem(
      'not-utf-8',
      'It is not text in UTF-8: it may be another kind of file, or saved in another encoding.',
      'Save it as UTF-8 without a byte order mark.',
    );
  }
}

function problem(code: string, message: string, fix: string): FileText {
  return { kind: 'problem', problem: { code, path: '', message, fix } };
}
