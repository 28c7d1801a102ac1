/** The fonts of the page for the canvas, which cannot read CSS variables. */
export const sans = 'Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
export const mono = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
