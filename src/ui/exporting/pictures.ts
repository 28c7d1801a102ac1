/** What stands on the page, as files: SVG with its colours written out, and PNG at twice its size. */
import { drawingOf } from '../drawing/drawings.ts';
import { paint, paintedCanvas } from './paint.ts';
import { drawnCopy, elementWith, groundOf } from './svg-parts.ts';
import { shapesOf } from './svg-surface.ts';

/** A picture on the page: an element with `data-picture` and `data-style`. */
export interface Picture {
  /** What it is of: `stage`, `score`, `lag`, `gantt`, or the name of a panel with `panel` behind it. */
  readonly kind: string;
  /** The style, or several with a dash between them. */
  readonly style: string;
  readonly host: HTMLElement;
  /** What can be painted again is, a drawing is taken as it is, canvases alone are dots only, and all else is painted box by box. */
  readonly way: 'again' | 'drawn' | 'dots' | 'painted';
}

/** The pictures that are on view, in the order of the page; after them the panels as a whole. */
export function picturesOn(page: ParentNode): readonly Picture[] {
  const drawings = [...page.querySelectorAll<HTMLElement>('[data-picture]')].flatMap((host) => {
    const { picture = '' } = host.dataset;
    return pictureOf(host, picture, wayOf(host));
  });
  const panels = [...page.querySelectorAll<HTMLElement>('[data-panel]')].flatMap((host) => {
    const kind = `${(host.dataset['panel'] ?? '').toLowerCase().replaceAll(' ', '-')}-panel`;
    // The score fills its panel: it is there already.
    return kind === 'score-panel' ? [] : pictureOf(host, kind, 'painted');
  });
  return [...drawings, ...panels];
}

function wayOf(host: HTMLElement): Picture['way'] {
  if (drawingOf(host) !== undefined) return 'again';
  const drawn = host.querySelector('svg') ?? host.querySelector('canvas');
  return drawn === null ? 'painted' : drawn.localName === 'svg' ? 'drawn' : 'dots';
}

function pictureOf(host: HTMLElement, kind: string, way: Picture['way']): readonly Picture[] {
  const isWhole = way === 'painted' || way === 'again';
  const seen = isWhole ? host : host.querySelector('svg, canvas');
  const { width, height } = seen?.getBoundingClientRect() ?? { width: 0, height: 0 };
  if (width < 1 || height < 1) return [];
  return [{ kind, style: host.dataset['style'] ?? '', host, way }];
}

/** A picture as the text of an SVG file. */
export function svgOf(picture: Picture): string {
  const svg = shapes(picture);
  if (svg === undefined) return '';
  svg.prepend(elementWith('title', {}, titleOf(picture.host)));
  return `${new XMLSerializer().serializeToString(svg)}\n`;
}

function shapes({ host, way }: Picture): SVGSVGElement | undefined {
  if (way === 'again') return paintedAgain(host);
  return way === 'painted' ? paint(host) : withCanvases(host);
}

function titleOf(host: HTMLElement): string {
  const told =
    host.querySelector('svg')?.getAttribute('aria-label') ?? host.getAttribute('aria-label');
  return told ?? host.dataset['panel'] ?? host.dataset['picture'] ?? '';
}

/** By the painter that painted it on the page, with what it says in words. */
function paintedAgain(host: HTMLElement): SVGSVGElement | undefined {
  const drawing = drawingOf(host);
  if (drawing === undefined) return undefined;
  const { width, height, words } = drawing;
  const svg = elementWith('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(
    elementWith('desc', {}, words.join('\n')),
    elementWith('rect', { width, height, fill: groundOf(host) }),
    shapesOf(drawing, { x: 0, y: 0 }),
  );
  return svg as SVGSVGElement;
}

/** A drawing with what moves on canvases above it. */
function withCanvases(host: HTMLElement): SVGSVGElement | undefined {
  const drawn = host.querySelector('svg');
  if (drawn === null) return undefined;
  const copy = drawnCopy(drawn);
  const { width, height } = drawn.getBoundingClientRect();
  const viewBox = drawn.getAttribute('viewBox') ?? `0 0 ${width} ${height}`;
  const [x, y, w, h] = viewBox.split(' ').map(Number);
  const place = { x: x ?? 0, y: y ?? 0, width: w ?? width, height: h ?? height };
  copy.prepend(elementWith('rect', { ...place, fill: groundOf(host) }));
  for (const canvas of host.querySelectorAll('canvas'))
    copy.append(...paintedCanvas(canvas, place));
  return copy;
}

/** A picture as a PNG, twice as large as on the page. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const { host, way } = picture;
  const svg = way === 'dots' ? undefined : shapes(picture);
  const { width, height, left, top } = svg === undefined ? frameOf(host) : frameIn(svg);
  // A browser refuses a canvas that is too large: a long diagram is made smaller.
  const scale = Math.min(2, 12_000 / Math.max(width, height));
  const paper = document.createElement('canvas');
  paper.width = Math.round(width * scale);
  paper.height = Math.round(height * scale);
  const context = paper.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = groundOf(host);
  context.fillRect(0, 0, paper.width, paper.height);
  if (svg !== undefined) {
    const image = new Image();
    const text = new XMLSerializer().serializeToString(svg);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    context.drawImage(image, 0, 0, paper.width, paper.height);
  } else
    for (const canvas of host.querySelectorAll('canvas')) {
      const box = canvas.getBoundingClientRect();
      const at = [box.left - left, box.top - top, box.width, box.height].map(
        (each) => each * scale,
      );
      const [x = 0, y = 0, w = 0, h = 0] = at;
      if (canvas.width > 0 && canvas.height > 0) context.drawImage(canvas, x, y, w, h);
    }
  return new Promise((resolve, reject) =>
    paper.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob))),
  );
}

function frameOf(host: HTMLElement) {
  return (host.querySelector('svg') ?? host).getBoundingClientRect();
}

function frameIn(svg: SVGSVGElement) {
  const [width, height] = [svg.getAttribute('width'), svg.getAttribute('height')].map(Number);
  return { width: width ?? 0, height: height ?? 0, left: 0, top: 0 };
}
