/** Where things are in the project, and how its tools are started without a shell. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A place for what can be made again: bundles and reports. It goes away with node_modules. */
export const cacheFolder = path.join(root, 'node_modules/.cache/baton');

/**
 * A sentence for the person at the keyboard: something that is not a bug of ours went wrong, and
 * this is the remedy. It is printed without a stack trace.
 */
export class Remedy extends Error {}

/**
 * The script behind a tool's command. Starting it with this same Node needs no shell and no npx,
 * and so behaves alike on every system.
 * @param {string} packageName
 * @param {string} [command]
 */
export function toolScript(packageName, command = packageName) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * @typedef {object} Finished
 * @property {number} code the exit code; 1 when the program could not be started
 * @property {string} output what it printed, both streams in order of arrival
 *
 * Runs a program to its end and collects what it prints.
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ environment?: Record<string, string>, onOutput?: (text: string) => void, shell?: boolean }} [options]
 * @returns {Promise<Finished>}
 */
export function run(program, words, { environment = {}, onOutput, shell = false } = {}) {
  return new Promise((resolve) => {
    // What is collected may end in a log, where colours would be noise.
    /** @type {NodeJS.ProcessEnv} */
    const colourless = { ...process.env, NO_COLOR: '1' };
    delete colourless['FORCE_COLOR'];
    const child = spawn(program, words, {
      cwd: root,
      env: { ...colourless, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
    });
    let output = '';
    /** @param {string} text */
    const collect = (text) => {
      output += text;
      onOutput?.(text);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', collect);
    }
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Makes the cache folder and gives back the path of a place in it. @param {string} name */
export function inCache(name) {
  mkdirSync(cacheFolder, { recursive: true });
  return path.join(cacheFolder, name);
}

/**
 * Runs a program's body; a `Remedy` becomes its sentence and exit code 1, and anything else stays
 * the bug that it is.
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Remedy)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
