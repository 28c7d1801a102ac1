/** Files of the reader's own: whatever is dropped on the page, it says what is wrong, and the present run stays. */
import { describe, expect, it, vi } from 'vitest';
import { readTextFile } from '../../src/ui/shell/read-file.ts';
import { openLab, orderFulfilment } from './in-process.ts';

const bytesOf = (...bytes: number[]) => new File([new Uint8Array(bytes)], 'a.json');
const text = JSON.stringify({ a: 1 });

/** A file that says how large it is; nobody may ask for what it holds. */
function huge(size: number) {
  const file = new File([''], 'huge.json');
  Object.defineProperty(file, 'size', { value: size });
  const arrayBuffer = vi.spyOn(file, 'arrayBuffer');
  return { file, arrayBuffer };
}

/** A folder is a file that cannot be read. */
function folder() {
  const file = new File([], 'folder');
  vi.spyOn(file, 'arrayBuffer').mockRejectedValue(new DOMException('no', 'NotFoundError'));
  return file;
}

describe('a file', () => {
  it('that is too large is not even looked into', async () => {
    const { file, arrayBuffer } = huge(50_000_000_000);
    expect(await readTextFile(file, 1_000_000)).toMatchObject({ problem: { code: 'too-large' } });
    expect(arrayBuffer).not.toHaveBeenCalled();
  });

  it.each([
    ['a folder', folder(), 'unreadable-file'],
    ['UTF-16', bytesOf(0xff, 0xfe, 0x7b, 0, 0x7d, 0), 'not-utf-8'],
    ['a picture', bytesOf(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), 'not-utf-8'],
    ['a letter cut in two', bytesOf(0x22, 0xc3, 0x22), 'not-utf-8'],
  ])('that is %s is no text', async (_, file, code) => {
    expect(await readTextFile(file, 1_000_000)).toMatchObject({ problem: { code } });
  });

  it('that is text is read to the last letter, its byte order mark as well', async () => {
    const marked = `\ufeff${text}`;
    expect(await readTextFile(new File([marked], 'a'), 100)).toEqual({
      kind: 'text',
      text: marked,
    });
  });

  it.each([
    ['too-large', huge(2_000_000).file],
    ['unreadable-file', folder()],
    ['byte-order-mark', new File([`\ufeff${orderFulfilment}`], 'a')],
    ['not-json', new File(['PK not JSON'], 'a')],
    ['duplicate-key', new File(['{"baton": 1, "baton": 1}'], 'a')],
    ['forbidden-key', new File(['{"__proto__": {"polluted": 1}}'], 'a')],
  ])('with %s is refused with its reason, and the run that is open stays', async (code, file) => {
    const { lab } = await openLab();
    await lab.player.seek(500_000);
    expect(await lab.openFile(file)).toBe(false);
    expect(lab.run.problems.map((problem) => problem.code)).toContain(code);
    expect(lab.run.scenario?.title).toBe('Order fulfilment');
    expect(lab.player.cursor).toBe(500_000);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
