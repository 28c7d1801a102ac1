/** What stands on the page, as files: SVG with its colours written out, and PNG at twice its size. */
import type { Style } from '../../trace/index.ts';
import { paint } from './paint.ts';
import { drawnCopy, elementWith, groundOf } from './svg-parts.ts';

/** A picture on the page: an element with `data-picture` and `data-style`. */
export interface Picture {
  /** What it is of: `stage`, `score`, `lag`, `gantt`, or the name of a panel with `panel` behind it. */
  readonly kind: string;
  readonly style: Style;
  readonly host: HTMLElement;
  /** A drawing is taken as it is, canvases alone are dots only, and all else is painted box by box. */
  readonly way: 'drawn' | 'dots' | 'painted';
}

/** The pictures that are on view, in the order of the page; after them the panels as a whole. */
export function picturesOn(page: ParentNode): readonly Picture[] {
  const drawings = [...page.querySelectorAll<HTMLElement>('[data-picture]')].flatMap((host) => {
    const { picture = '' } = host.dataset;
    const drawn = host.querySelector('svg') ?? host.querySelector('canvas');
    const way = drawn === null ? 'painted' : drawn.localName === 'svg' ? 'drawn' : 'dots';
    return pictureOf(host, picture, way);
  });
  const panels = [...page.querySelectorAll<HTMLElement>('[data-panel]')].flatMap((host) => {
    const kind = `${(host.dataset['panel'] ?? '').toLowerCase().replaceAll(' ', '-')}-panel`;
    // The score fills its panel: it is there already.
    return kind === 'score-panel' ? [] : pictureOf(host, kind, 'painted');
  });
  return [...drawings, ...panels];
}

function pictureOf(host: HTMLElement, kind: string, way: Picture['way']): readonly Picture[] {
  const seen = way === 'painted' ? host : host.querySelector('svg, canvas');
  const { width, height } = seen?.getBoundingClientRect() ?? { width: 0, height: 0 };
  if (width < 1 || height < 1) return [];
  return [{ kind, style: (host.dataset['style'] ?? '') as Style, host, way }];
}

/** A picture as the text of an SVG file. What moves on a canvas above a drawing is in it as a picture. */
export function svgOf({ host, way }: Picture): string {
  const svg = way === 'painted' ? paint(host) : withCanvases(host);
  if (svg === undefined) return '';
  const title = elementWith('title', {}, titleOf(host));
  svg.prepend(title);
  return `${new XMLSerializer().serializeToString(svg)}\n`;
}

function titleOf(host: HTMLElement): string {
  const told =
    host.querySelector('svg')?.getAttribute('aria-label') ?? host.getAttribute('aria-label');
  return told ?? host.dataset['panel'] ?? host.dataset['picture'] ?? '';
}

function withCanvases(host: HTMLElement): SVGSVGElement | undefined {
  const drawn = host.querySelector('svg');
  if (drawn === null) return undefined;
  const copy = drawnCopy(drawn);
  const { width, height } = drawn.getBoundingClientRect();
  const [x, y, w, h] = (drawn.getAttribute('viewBox') ?? `0 0 ${width} ${height}`).split(' ');
  const place = { x: x ?? '0', y: y ?? '0', width: w ?? '', height: h ?? '' };
  copy.prepend(elementWith('rect', { ...place, fill: groundOf(host) }));
  for (const canvas of host.querySelectorAll('canvas'))
    if (canvas.width > 0 && canvas.height > 0)
      copy.append(elementWith('image', { ...place, href: canvas.toDataURL('image/png') }));
  return copy;
}

/** A picture as a PNG, twice as large as on the page. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const { host, way } = picture;
  const { width, height, left, top } = frameOf(picture);
  // A browser refuses a canvas that is too large: a long diagram is made smaller.
  const scale = Math.min(2, 12_000 / Math.max(width, height));
  const paper = document.createElement('canvas');
  paper.width = Math.round(width * scale);
  paper.height = Math.round(height * scale);
  const context = paper.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = groundOf(host);
  context.fillRect(0, 0, paper.width, paper.height);
  if (way !== 'dots') {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(picture))}`;
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

function frameOf({ host, way }: Picture) {
  const frame = (host.querySelector('svg') ?? host).getBoundingClientRect();
  if (way !== 'painted') return frame;
  const { scrollWidth: width, scrollHeight: height } = host;
  return { width, height, left: frame.left, top: frame.top };
}
