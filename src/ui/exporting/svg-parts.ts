/** Shapes for a file: elements with their looks written out, because a file has none of the page's style sheets. */

const namespace = 'http://www.w3.org/2000/svg';
/** All that decides how a shape looks: it comes from style sheets, which the file does not have. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['opacity', 'paint-order', 'visibility', 'font-family', 'font-size', 'font-weight'],
  ...['text-anchor', 'dominant-baseline', 'letter-spacing'],
];

/** What the attributes of an element may be. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An element of SVG. */
export function elementWith(name: string, attributes: Attributes, text = ''): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, typeof value === 'number' ? String(rounded(value)) : value);
  if (text !== '') element.textContent = text;
  return element;
}

/** A drawing of the page with its looks, as large as it is there. */
export function drawnCopy(drawn: SVGSVGElement): SVGSVGElement {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  copyLooks(drawn, copy);
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  return copy;
}

/** The first colour behind a picture that can be seen. */
export function groundOf(host: HTMLElement): string {
  for (let at: HTMLElement | null = host; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (isSeen(backgroundColor)) return backgroundColor;
  }
  return '#ffffff';
}

/** Whether a colour is more than nothing. */
export function isSeen(colour: string): boolean {
  return colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour);
}

/** Writes the looks of all shapes into their copies, and takes away what means something on the page only. */
function copyLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const marker = from.getAttribute('marker-end');
  for (const { name } of [...to.attributes])
    if (
      /^(class|style|role|tabindex|id|data-|aria-)/.test(name) &&
      !(name === 'id' && isNamed(from))
    )
      to.removeAttribute(name);
  for (const look of looks) to.setAttribute(look, style.getPropertyValue(look));
  if (marker !== null) to.setAttribute('marker-end', marker);
  for (const [at, child] of [...from.children].entries()) {
    const copy = to.children[at];
    if (copy !== undefined) copyLooks(child, copy);
  }
}

/** Arrow heads are found by their name. */
function isNamed(element: Element): boolean {
  return element.localName === 'marker';
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
