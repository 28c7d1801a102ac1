/** Instants of the calendar in words, as they are where the reader is. */

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Day and time of an instant in milliseconds since 1970. */
export function dayWords(instant: number): string {
  return `${day.format(instant)}, ${time.format(instant)}`;
}
