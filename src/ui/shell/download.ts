/** Hands something over as a file. */

/** Downloads what a blob holds under this name. */
export function downloadBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Downloads a JSON text under this name. */
export function downloadJson(name: string, text: string): void {
  downloadBlob(name, new Blob([text], { type: 'application/json' }));
}
