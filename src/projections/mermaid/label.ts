/**
 * The one way by which a name gets into Mermaid text. What is not known to be harmless is written as a character code,
 * which Mermaid turns back into the character after it has parsed the text: so no name can break out of its place.
 */

// Letters, digits and marks that mean nothing to any Mermaid grammar where a name can stand.
const harmless = /[A-Za-z0-9 .,'×…–—À-ÖØ-Þà-öø-ÿĀ-žΑ-ωА-яЀ-ӿ]/u;
// Ends of lines, control characters, and marks that turn the direction of reading.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const alphanumeric = /[A-Za-z0-9]/;

/** Words that begin or end a statement in one of Mermaid's grammars, alone or at the beginning of a line. */
const keywords = new Set(
  (
    'end graph flowchart subgraph direction style linkstyle classdef class click call href default interpolate ' +
    'participant actor create destroy note over loop alt else opt par and critical option break rect box as ' +
    'activate deactivate autonumber link links title wrap nowrap acctitle accdescr state fork join choice ' +
    'tb td bt lr rl o x'
  ).split(' '),
);

function coded(character: string): string {
  return `#${character.codePointAt(0) ?? 32};`;
}

function safe(character: string, index: number, word: readonly string[]): string {
  // One hyphen within a word is common and harmless; two, or one at an end, could be read as an arrow.
  const isInner =
    alphanumeric.test(word[index - 1] ?? '') && alphanumeric.test(word[index + 1] ?? '');
  if (character === '-' && isInner) return character;
  return harmless.test(character) ? character : coded(character);
}

/**
 * What Mermaid looks for once more after it has decoded a label, where a code is of no use: the marks by which it carries
 * codes through its parser, formulas, line breaks and icons. They are replaced by characters that look alike.
 */
function withoutSecondMeanings(name: string): string {
  return name
    .replaceAll('\uFB02', 'fl')
    .replaceAll('\u00B6', ' ')
    .replaceAll('$', '\uFF04')
    .replaceAll('\\', '\uFF3C')
    .replaceAll(/:(?=fa-)/g, '\u2236');
}

/** A name as Mermaid text that can stand between quotes, or after a colon. Never empty, always one line. */
export function mermaidLabel(name: string): string {
  const seen = withoutSecondMeanings(name).replaceAll(unseen, ' ').trim();
  const words = seen.split(' ').map(safeWord).join(' ');
  return words === '' ? '?' : words;
}

function safeWord(word: string): string {
  const safely = Array.from(word).map(safe);
  if (keywords.has(word.toLowerCase())) safely[0] = coded(word);
  return safely.join('');
}
