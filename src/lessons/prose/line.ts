/** Compiles one line of Markdown: emphasis, strong, code, links to the glossary, blanks. Nothing else is understood. */
import type { LessonProblems } from '../reading/problems.ts';
import type { Inline, Line } from './tree.ts';

const html = /^<[A-Za-z!/?]/;
const link = /^\[([^[\]]+)\]\(([^()\s]*)\)/;
const blank = /^\{([a-z][a-zA-Z0-9]*)\}/;
const code = /^`([^`]+)`/;
const strong = /^\*\*(?=\S)([\s\S]*?\S)\*\*/;
const emphasis =
  /^(?:_(?=\S)((?:[^_\\]|\\.)*[^_\s\\])_(?![\p{L}\p{N}])|\*(?=[^\s*])([^*]*[^*\s])\*)/u;
const escape = /^\\([!-/:-@[-`{-~])/;

/** The tree of one line; problems name `path`. */
export function readLine(source: string, path: string, problems: LessonProblems): Line {
  const pieces: Inline[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at);
    const escaped = escape.exec(rest);
    const found =
      escaped === null ? pieceAt(rest, source[at - 1] ?? ' ', { path, problems }) : null;
    if (escaped !== null) text += escaped[1] ?? '';
    else if (found === null)
      text += plainCharacter(rest, source[at - 1] ?? ' ', { path, problems });
    else {
      flush();
      pieces.push(found.piece);
    }
    at += escaped?.[0].length ?? found?.length ?? 1;
  }
  flush();
  return pieces;
}

interface Place {
  readonly path: string;
  readonly problems: LessonProblems;
}

interface Found {
  readonly piece: Inline;
  readonly length: number;
}

function pieceAt(rest: string, before: string, place: Place): Found | null {
  const inside = (source: string | undefined): Line =>
    readLine(source ?? '', place.path, place.problems);
  switch (rest[0]) {
    case '`':
      return built(code.exec(rest), ([, text]) => ({ kind: 'code', text: text ?? '' }));
    case '{':
      return built(blank.exec(rest), ([, name]) => ({ kind: 'blank', name: name ?? '' }));
    case '[':
      return built(link.exec(rest), ([, words, target]) => ({
        kind: 'term',
        term: termOf(target ?? '', place),
        inside: inside(words),
      }));
    case '*':
    case '_': {
      if (rest[0] === '_' && /[\p{L}\p{N}]/u.test(before)) return null;
      const heavy = built(strong.exec(rest), ([, words]) => ({
        kind: 'strong',
        inside: inside(words),
      }));
      return (
        heavy ??
        built(emphasis.exec(rest), ([, under, star]) => ({
          kind: 'emphasis',
          inside: inside(under ?? star),
        }))
      );
    }
    default:
      return null;
  }
}

function built(found: RegExpExecArray | null, make: (found: RegExpExecArray) => Inline) {
  return found === null ? null : { piece: make(found), length: found[0].length };
}

function termOf(target: string, { path, problems }: Place): string {
  if (target.startsWith('glossary:')) return target.slice('glossary:'.length);
  const fix = 'Write [words](glossary:term); prose has no other links.';
  problems.add('unknown-link', path, `A link leads to "${target}".`, fix);
  return '';
}

/** A character that stands for itself, unless it begins something that is not ended or not ours. */
function plainCharacter(rest: string, before: string, { path, problems }: Place): string {
  const character = rest[0] ?? '';
  const shown = `"${rest.slice(0, 30)}"`;
  if (html.test(rest)) {
    problems.add('raw-html', path, `${shown} looks like HTML.`, 'Say it in Markdown or in words.');
  } else if (rest.startsWith('![')) {
    problems.add('foreign-markdown', path, `${shown} is an image.`, 'Lessons draw from the run.');
  } else if ('`{['.includes(character) || isOpenMark(rest, before)) {
    const fix = 'End it, or put a backslash before it.';
    problems.add('open-mark', path, `${shown} begins something and does not end it.`, fix);
  }
  return character;
}

function isOpenMark(rest: string, before: string): boolean {
  if (rest[0] !== '*' && rest[0] !== '_') return false;
  return /^[*_]+\S/.test(rest) && !/[\p{L}\p{N}]/u.test(before);
}
