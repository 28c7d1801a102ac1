/** Finds by a few letters: each word that is typed must be in the text, whole, at the start of a word, or letter by letter. */

/** How well a text fits what is typed; undefined when it does not. The more, the better. */
export function fits(typed: string, text: string): number | undefined {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const within = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const found = fitOf(word, within);
    if (found === undefined) return undefined;
    sum += found;
  }
  return sum;
}

function fitOf(word: string, text: string): number | undefined {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0 && !/[a-z0-9]/.test(text[at - 1] ?? '')) return 80;
  // A later place in the text may be the start of a word.
  if (at > 0) return text.includes(` ${word}`) ? 80 : 50;
  return scattered(word, text);
}

/** The letters of the word, in order, with gaps: the fewer gaps the better, and never as good as the word itself. */
function scattered(word: string, text: string): number | undefined {
  let at = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    if (at >= 0 && next > at + 1) gaps += 1;
    at = next;
  }
  // With a gap after almost every letter, anything would fit.
  return gaps > Math.ceil(word.length / 2) ? undefined : 30 - gaps * 4;
}
