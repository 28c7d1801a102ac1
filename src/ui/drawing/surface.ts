/** What a painter draws on: a canvas of the page, or shapes for a file. As much of a canvas's context as painters need. */

type Looks = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'font' | 'globalAlpha' | 'lineWidth' | 'strokeStyle' | 'textAlign' | 'textBaseline'
>;

/** Every context of a canvas is one. */
export interface Surface extends Looks {
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  /** Nothing outside of the path is drawn until the next `restore`. */
  clip(): void;
  fill(): void;
  stroke(): void;
  setLineDash(lengths: number[]): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}
