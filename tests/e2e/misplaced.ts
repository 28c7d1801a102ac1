/** Finds text that a reader cannot read: cut off by what it stands in, or with other text over it. Runs in the page. */
import type { Page } from '@playwright/test';

/** What is wrong with the text on view, a line for each; empty when all of it can be read. What is scrolled away or under a dialog is not on view. */
export function misplacedText(page: Page, within = 'body'): Promise<string[]> {
  return page.evaluate((root) => {
    /** Letters reach a little beyond their line, and lines of text stand close to each other. */
    const slack = 2;

    interface Piece {
      readonly element: Element;
      readonly words: string;
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const found = new Set<string>();

    const name = ({ words, element }: Piece): string => {
      const place = element.closest('[aria-label]')?.getAttribute('aria-label') ?? '';
      return `“${words.slice(0, 60)}” (${element.localName}${place === '' ? '' : `, in ${place.slice(0, 40)}`})`;
    };

    /** What stands above the rest and hides it: texts in different ones may well lie over each other. */
    const layerOf = (element: Element): Element | null => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { position, zIndex } = getComputedStyle(at);
        if (position === 'sticky' || position === 'fixed') return at;
        if (position === 'absolute' && zIndex !== 'auto') return at;
      }
      return null;
    };

    /** As much of a text as can be seen, and whether something that does not scroll cuts it. */
    const shown = (element: Element, words: string, rect: DOMRect): Piece | undefined => {
      let { left, top, right, bottom } = rect;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (!(at instanceof HTMLElement)) continue;
        const style = getComputedStyle(at);
        const { overflowX, overflowY } = style;
        if (overflowX !== 'visible' || overflowY !== 'visible') {
          const frame = at.getBoundingClientRect();
          const inner = {
            left: frame.left + at.clientLeft,
            top: frame.top + at.clientTop,
            right: frame.left + at.clientLeft + at.clientWidth,
            bottom: frame.top + at.clientTop + at.clientHeight,
          };
          const isScrolled = { x: /auto|scroll/.test(overflowX), y: /auto|scroll/.test(overflowY) };
          const isOut =
            left >= inner.right ||
            right <= inner.left ||
            top >= inner.bottom ||
            bottom <= inner.top;
          const cutX = left < inner.left - slack || right > inner.right + slack;
          const cutY = top < inner.top - slack || bottom > inner.bottom + slack;
          // What only a screen reader reads is a pixel large.
          const isUnseen = at.clientWidth <= 1 && at.clientHeight <= 1;
          const isMeant = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
          const isTold = at.closest('[title], [aria-label]') !== null;
          const piece = { element, words, left, top, right, bottom };
          if (!isUnseen && ((cutX && !isScrolled.x) || (cutY && !isScrolled.y))) {
            if (!isMeant) found.add(`cut: ${name(piece)} by ${at.localName}.${at.className}`);
            else if (!isTold) found.add(`shortened and nowhere in full: ${name(piece)}`);
          }
          if (isOut || isUnseen) return undefined;
          left = Math.max(left, inner.left);
          top = Math.max(top, inner.top);
          right = Math.min(right, inner.right);
          bottom = Math.min(bottom, inner.bottom);
        }
        if (style.position === 'fixed') break;
      }
      return { element, words, left, top, right, bottom };
    };

    const pieces: Piece[] = [];
    const host = document.querySelector(root) ?? document.body;
    const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const words = (node.textContent ?? '').trim();
      const element = node.parentElement;
      if (words === '' || element === null) continue;
      if (element.closest('.unseen, title, style, script, option, defs') !== null) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) continue;
        const piece = shown(element, words, rect);
        if (piece !== undefined) pieces.push(piece);
      }
    }
    // The text of a field is no node: it is measured by itself.
    const pen = document.createElement('canvas').getContext('2d');
    const arrow = 16;
    const isShortened = (field: Element) => getComputedStyle(field).textOverflow === 'ellipsis';
    for (const field of host.querySelectorAll<HTMLSelectElement | HTMLInputElement>(
      'select, input:not([type="range"], [type="checkbox"], [type="radio"], [type="file"])',
    )) {
      // What a field has no room for may be told by its title.
      const isTold = field.title !== '' && isShortened(field);
      if (isTold || !field.checkVisibility() || field.clientWidth <= 1 || pen === null) continue;
      const isChoice = field instanceof HTMLSelectElement;
      const words = isChoice ? (field.selectedOptions[0]?.text ?? '') : field.value;
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      pen.font = font;
      const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      if (pen.measureText(words).width > room - (isChoice ? arrow : 0) + slack)
        found.add(`cut: “${words}” in the field ${field.getAttribute('aria-label') ?? ''}`);
    }
    const top = document.querySelector('dialog[open]');
    const onView = pieces
      .filter(({ element }) => top === null || top.contains(element))
      .map((piece) => ({ ...piece, layer: layerOf(piece.element) }))
      .toSorted((one, other) => one.top - other.top);
    for (const [at, one] of onView.entries())
      for (const other of onView.slice(at + 1)) {
        if (other.top > one.bottom - slack) break;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        // Boxes of lines that follow each other touch; letters that lie over each other share a good part of a line.
        const line = Math.min(one.bottom - one.top, other.bottom - other.top);
        if (wide <= slack || high <= Math.max(slack, line * 0.35)) continue;
        if (one.element === other.element && one.words === other.words) continue;
        if (one.layer !== other.layer) continue;
        found.add(`over each other: ${name(one)} and ${name(other)}`);
      }
    return [...found];
  }, within);
}
