/** What is drawn on the page, as files: SVG with its colours written out, and PNG at twice its size. */
import type { Style } from '../../trace/index.ts';

/** A picture on the page: an element with `data-picture` and `data-style`, with an SVG or canvases in it. */
export interface Picture {
  /** What it is of: `stage`, `score`, `lag`, `sequence`, `states`. */
  readonly kind: string;
  readonly style: Style;
  readonly host: HTMLElement;
  /** Whether it is lines and text: canvases alone are not. */
  readonly isDrawn: boolean;
}

/** The pictures that are on view, in the order of the page. */
export function picturesOn(page: ParentNode): readonly Picture[] {
  return [...page.querySelectorAll<HTMLElement>('[data-picture]')].flatMap((host) => {
    const { picture = '', style = '' } = host.dataset;
    const drawn = host.querySelector('svg') ?? host.querySelector('canvas');
    const { width, height } = drawn?.getBoundingClientRect() ?? { width: 0, height: 0 };
    if (width < 1 || height < 1) return [];
    return [{ kind: picture, style: style as Style, host, isDrawn: drawn?.localName === 'svg' }];
  });
}

const namespace = 'http://www.w3.org/2000/svg';
/** All that decides how a shape looks: it comes from style sheets, which the file does not have. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['opacity', 'paint-order', 'visibility', 'font-family', 'font-size', 'font-weight'],
  ...['text-anchor', 'dominant-baseline', 'letter-spacing'],
];

/** A picture as the text of an SVG file. What moves on a canvas above it is in it as a picture. */
export function svgOf({ host }: Picture): string {
  const drawn = host.querySelector('svg');
  if (drawn === null) return '';
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  copyLooks(drawn, copy);
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  const title = document.createElementNS(namespace, 'title');
  title.textContent = drawn.getAttribute('aria-label') ?? '';
  const [x, y, w, h] = (drawn.getAttribute('viewBox') ?? `0 0 ${width} ${height}`).split(' ');
  const place = { x: x ?? '0', y: y ?? '0', width: w ?? '', height: h ?? '' };
  const paper = elementWith('rect', { ...place, fill: groundOf(host) });
  copy.prepend(title, paper);
  for (const canvas of host.querySelectorAll('canvas'))
    if (canvas.width > 0 && canvas.height > 0)
      copy.append(elementWith('image', { ...place, href: canvas.toDataURL('image/png') }));
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/** A picture as a PNG, twice as large as on the page. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const { host } = picture;
  const drawn = host.querySelector('svg');
  const frame = (drawn ?? host).getBoundingClientRect();
  // A browser refuses a canvas that is too large: a long diagram is made smaller.
  const scale = Math.min(2, 12_000 / Math.max(frame.width, frame.height));
  const paper = document.createElement('canvas');
  paper.width = Math.round(frame.width * scale);
  paper.height = Math.round(frame.height * scale);
  const context = paper.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = groundOf(host);
  context.fillRect(0, 0, paper.width, paper.height);
  if (drawn !== null) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(picture))}`;
    await image.decode();
    context.drawImage(image, 0, 0, paper.width, paper.height);
  } else
    for (const canvas of host.querySelectorAll('canvas')) {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const at = [left - frame.left, top - frame.top, width, height].map((each) => each * scale);
      const [x = 0, y = 0, w = 0, h = 0] = at;
      if (canvas.width > 0 && canvas.height > 0) context.drawImage(canvas, x, y, w, h);
    }
  return new Promise((resolve, reject) =>
    paper.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob))),
  );
}

function elementWith(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
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

/** The first colour behind a picture that can be seen. */
function groundOf(host: HTMLElement): string {
  for (let at: HTMLElement | null = host; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (backgroundColor !== 'transparent' && !/, 0\)$/.test(backgroundColor))
      return backgroundColor;
  }
  return '#ffffff';
}
