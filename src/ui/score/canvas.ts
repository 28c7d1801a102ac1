/** A canvas as sharp as the screen. */

/** A context in which one unit is one CSS pixel, undefined where there is none. */
export function canvasOf(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext('2d');
  if (context === null || width <= 0 || height <= 0) return undefined;
  const ratio = globalThis.devicePixelRatio;
  const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  // A canvas that is given a size loses its memory, even when the size is the same.
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  context.setTransform(pixels.width / width, 0, 0, pixels.height / height, 0, 0);
  return context;
}
