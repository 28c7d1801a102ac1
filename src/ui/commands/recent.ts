/** The commands that were used last, kept in this browser. */

const key = 'baton.commands';
const most = 6;

/** Ids of the commands used last, the latest first. */
export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, most) : [];
  } catch {
    // Storage may be forbidden, as in a sandboxed frame.
    return [];
  }
}

/** Remembers that a command was used. */
export function rememberCommand(id: string): void {
  const others = recentCommands().filter((each) => each !== id);
  try {
    localStorage.setItem(key, JSON.stringify([id, ...others].slice(0, most)));
  } catch {
    return;
  }
}
