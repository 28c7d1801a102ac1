/** Puts a text into the clipboard, where the browser lets us. */

/** False when the clipboard is closed to this page, as on an insecure host. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
