/**
 * Cuts a lesson file into its parts. It begins with front matter between two lines `---`; then one block ```json scene
 * says what is changed and what the learner may change; then each heading `## …` is a step: prose, at most one block
 * of JSON that asks for something (predict, run, observe, explain, change, promise, price, transfer, exit), and claims.
 * A last section holds blocks of recall.
 */
import type { LessonProblems } from '../reading/problems.ts';

/** A fenced block: JSON under a word that says what it is. */
export interface Fence {
  readonly word: string;
  readonly json: unknown;
  /** Where it stands, for problems. */
  readonly path: string;
}

/** What stands under one heading. The first section has no heading: it sets the lesson up. */
export interface Section {
  readonly title: string;
  readonly prose: string;
  readonly fences: readonly Fence[];
}

/** A file in its parts. */
export interface Parts {
  readonly front: readonly string[];
  readonly sections: readonly Section[];
}

/** The parts, or undefined when there is no front matter. */
export function cut(source: string, problems: LessonProblems): Parts | undefined {
  const lines = source.replace(/\r\n/g, '\n').trimEnd().split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) {
    const fix = 'Begin with a line ---, then name: value, then a line ---.';
    problems.add('no-front-matter', '', 'The file does not begin with front matter.', fix);
    return undefined;
  }
  return { front: lines.slice(1, end), sections: sectionsOf(lines.slice(end + 1), problems) };
}

const fenceBegin = /^```json ([a-z]+)$/;

function sectionsOf(lines: readonly string[], problems: LessonProblems): readonly Section[] {
  const sections: { title: string; prose: string[]; fences: Fence[] }[] = [];
  const open = (title: string) => {
    const section = { title, prose: [] as string[], fences: [] as Fence[] };
    sections.push(section);
    return section;
  };
  let current = open('');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const heading = /^## +(\S.*)$/.exec(line)?.[1];
    if (heading !== undefined) current = open(heading);
    else if (line.startsWith('```')) {
      const end = lines.findIndex((each, index) => index > at && each === '```');
      const path = current.title === '' ? 'set-up' : current.title;
      if (end < 0) {
        problems.add('open-fence', path, `"${line}" is never closed.`, 'Close it with ```.');
        break;
      }
      const fence = fenceOf(line, lines.slice(at + 1, end).join('\n'), { path, problems });
      if (fence !== undefined) current.fences.push(fence);
      at = end;
    } else current.prose.push(line);
  }
  return sections.map((section) => ({ ...section, prose: section.prose.join('\n') }));
}

function fenceOf(
  line: string,
  source: string,
  { path, problems }: { readonly path: string; readonly problems: LessonProblems },
): Fence | undefined {
  const word = fenceBegin.exec(line)?.[1];
  if (word === undefined) {
    const fix = 'Write ```json and one word that says what it is.';
    problems.add('unknown-block', path, `"${line}" begins no block of a lesson.`, fix);
    return undefined;
  }
  try {
    return { word, json: JSON.parse(source) as unknown, path: `${path} / ${word}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    problems.add('not-json', `${path} / ${word}`, `This is not JSON: ${why}`, 'Mend the JSON.');
    return undefined;
  }
}
