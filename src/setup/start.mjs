/** Serves Baton for the browser and prints its address, after installing what is missing. */
import './node-version.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Remedy, main, root } from './project.mjs';

await main(async () => {
  const { port, host } = options(process.argv.slice(2));
  await ensureDependencies((line) => process.stdout.write(`${line}\n`));
  // Loaded here and not above, because it exists only once the dependencies are installed.
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    server: { port, ...(host === undefined ? {} : { host }) },
  });
  await server.listen();
  const addresses = [
    ...(server.resolvedUrls?.local ?? []),
    ...(server.resolvedUrls?.network ?? []),
  ];
  process.stdout.write(`Baton is ready at ${addresses.join(' and ')}\nStop it with Ctrl+C.\n`);
});

/**
 * Understands `--port 5173` and `--host 0.0.0.0`, with a space or an equals sign.
 * @param {readonly string[]} words
 */
function options(words) {
  /** @type {{ port: number, host: string | undefined }} */
  const chosen = { port: 5173, host: undefined };
  const parts = words.flatMap((word) => (word.startsWith('--') ? word.split('=') : [word]));
  for (let index = 0; index < parts.length; index += 2) {
    const value = parts[index + 1] ?? '';
    if (parts[index] === '--port' && /^\d+$/.test(value)) chosen.port = Number(value);
    else if (parts[index] === '--host' && value !== '') chosen.host = value;
    else throw new Remedy('Usage: npm start [-- --port 5173] [--host 0.0.0.0]');
  }
  return chosen;
}
