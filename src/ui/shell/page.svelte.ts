/** What the page shows, as the address says: the gallery, the lab, or a lesson. The lab is made once, and stays as it is left; so does the last lesson. */
import { tick } from 'svelte';
import type { Lab, LabPage, Refusal } from '../lab/index.ts';
import type { LessonPage, LessonRoom } from '../lessons/index.ts';
import { Recents } from '../gallery/recents.svelte.ts';
import { Learning } from '../learning/learning.svelte.ts';
import { Updates } from '../offline/updates.svelte.ts';
import { roomOf, type RoomPage } from './rooms.ts';
import { Theme } from './theme.svelte.ts';

/** The lab, once it is loaded. */
export interface OpenedLab {
  readonly lab: Lab;
  readonly LabPage: typeof LabPage;
  readonly Refusal: typeof Refusal;
}

/** A lesson, once it is loaded. */
export interface OpenedLesson {
  readonly room: LessonRoom;
  readonly LessonPage: typeof LessonPage;
}

type Place = 'gallery' | 'lab' | 'lesson' | 'room';

const notLoaded =
  'A part of Baton could not be loaded. Try again when you are online; if that does not help, reload the page.';

/** The page as a whole. */
export class Page {
  readonly theme = new Theme();
  readonly recents = new Recents();
  readonly learning = new Learning();
  readonly updates = new Updates();
  /** What is searched for in the gallery; kept while the lab is on view. */
  search = $state('');
  #place = $state.raw<Place>(placeOf(location.hash));
  #opened = $state.raw<OpenedLab>();
  #lesson = $state.raw<OpenedLesson>();
  #room = $state.raw<RoomPage>();
  #roomAddress = '';
  #left = '';
  #failure = $state.raw('');
  #notice = $state.raw('');
  #opening = $state.raw('');
  #updateProblem = $state.raw('');
  #asked = '';
  #runsAtOnce = false;
  #camePast = $state.raw(false);

  get place(): Place {
    return this.#place;
  }
  /** The lesson that was opened last. */
  get lesson(): OpenedLesson | undefined {
    return this.#lesson;
  }
  /** The page of its own that is on view. */
  get room(): RoomPage | undefined {
    return this.#room;
  }
  /** Where in the gallery the way began that led back to it, as a selector; empty for none. */
  get left(): string {
    return this.#left;
  }
  /** The lab, once it is loaded. */
  get opened(): OpenedLab | undefined {
    return this.#opened;
  }
  /** Why the lab could not be loaded; empty when it could. */
  get failure(): string {
    return this.#failure;
  }
  /** What the gallery has to say; empty for nothing. */
  get notice(): string {
    return this.#notice;
  }
  /** The hash that is being opened while the gallery is still on view; empty for none. */
  get opening(): string {
    return this.#opening;
  }
  /** Whether the lab was come to from the gallery: then it takes the focus. */
  get camePast(): boolean {
    return this.#camePast;
  }

  /** Why a new version of the page was not taken; empty for nothing. */
  get updateProblem(): string {
    return this.#updateProblem;
  }

  /** Takes a new version of the page. A run is put into the address first, so that it comes back; one that does not fit stays. */
  async takeUpdate(): Promise<void> {
    const lab = this.#opened?.lab;
    if (lab?.run.scenario !== undefined) {
      lab.player.pause();
      const address = await lab.links.addressOfMoment();
      if (address === undefined) {
        this.#updateProblem =
          'This run does not fit into a link, so it would be lost. Save what you need of it, leave it for another one, and take the new version then.';
        return;
      }
      history.replaceState(null, '', address);
    }
    this.updates.take();
  }

  /** Lets the next scenario that is opened run at once. */
  runAtOnce(): void {
    this.#runsAtOnce = true;
  }

  /** Shows what a hash says: nothing is the gallery, `#lesson/…` a lesson, anything else is for the lab. */
  async follow(hash: string): Promise<void> {
    this.#asked = hash;
    const runsAtOnce = this.#runsAtOnce;
    this.#runsAtOnce = false;
    this.#notice = '';
    if (isHome(hash)) return this.#goHome();
    const lesson = lessonIn(hash);
    if (lesson !== undefined) return this.#openLesson(hash, lesson);
    if (roomOf(hash) !== undefined) return this.#openRoom(hash);
    if (this.#isOnTheTable(hash)) return this.#show();
    if (isOfAFile(hash)) {
      history.replaceState(null, '', location.pathname + location.search);
      this.#goHome();
      this.#notice =
        'That was a scenario from a file of yours, and it is no longer open. Open the file once more.';
      return;
    }
    this.#opening = hash;
    const opened = await this.load();
    await opened?.lab.openAddress(hash);
    // Who has gone elsewhere in the meantime is left there.
    if (this.#asked !== hash) return;
    this.#opening = '';
    if (this.#place === 'gallery' && opened === undefined) {
      // The address is that of the gallery again, so that the same link can be followed once more.
      history.replaceState(null, '', location.pathname + location.search);
      this.#notice = this.#failure;
      return;
    }
    this.#show();
    if (opened === undefined) return;
    const { lab } = opened;
    if (this.#camePast && lab.run.scenario !== undefined)
      lab.notices.say(`${lab.run.scenario.title} is open.`);
    if (runsAtOnce && !lab.player.playing) lab.togglePlay();
  }

  /** Opens a file in the lab; when it is wrong, its problems are told here. */
  async openFile(file: File): Promise<void> {
    this.#notice = '';
    const opened = await this.load();
    if (opened === undefined) {
      this.#notice = this.#failure;
      return;
    }
    const { lab } = opened;
    if (!(await lab.openFile(file))) return;
    history.pushState(null, '', lab.address);
    this.#asked = location.hash;
    this.#show();
  }

  /** Loads the lab, unless that was done before: to have it at hand when it is likely to be wanted. */
  async load(): Promise<OpenedLab | undefined> {
    if (this.#opened !== undefined) return this.#opened;
    this.#failure = '';
    const loaded = await import('../lab/index.ts').catch(() => undefined);
    if (loaded === undefined) {
      this.#failure = notLoaded;
      return undefined;
    }
    const { LabPage, Refusal, newLab } = loaded;
    this.#opened ??= { lab: newLab(this.theme), LabPage, Refusal };
    return this.#opened;
  }

  async #openRoom(hash: string): Promise<void> {
    this.#failure = '';
    this.#opening = hash;
    const loaded = await roomOf(hash)?.().catch(() => undefined);
    if (this.#asked !== hash) return;
    this.#opening = '';
    this.#room = loaded?.default;
    this.#roomAddress = hash;
    if (loaded !== undefined) return this.#show('room');
    this.#failure = notLoaded;
    if (this.#place !== 'gallery') return;
    history.replaceState(null, '', location.pathname + location.search);
    this.#notice = notLoaded;
  }

  async #openLesson(hash: string, id: string): Promise<void> {
    this.#failure = '';
    this.#opening = hash;
    const known = this.#lesson;
    if (known?.room.lesson.id !== id) {
      const opened = await this.#loadLesson(id, known?.room);
      if (this.#asked !== hash) return;
      this.#opening = '';
      if (typeof opened === 'string') {
        this.#failure = opened;
        if (this.#place !== 'gallery') return;
        history.replaceState(null, '', location.pathname + location.search);
        this.#notice = opened;
        return;
      }
      this.#lesson = opened;
    }
    this.#show('lesson');
  }

  /** The lesson, or why there is none. */
  async #loadLesson(id: string, before: LessonRoom | undefined): Promise<OpenedLesson | string> {
    const loaded = await import('../lessons/index.ts').catch(() => undefined);
    if (loaded === undefined) return notLoaded;
    const room = await loaded.openLesson(id, this, before).catch(() => null);
    if (room === null) return notLoaded;
    return room === undefined
      ? `There is no lesson “${id}” here. The gallery has those that there are.`
      : { room, LessonPage: loaded.LessonPage };
  }

  #goHome(): void {
    this.#opening = '';
    this.#opened?.lab.player.pause();
    const { lab } = this.#opened ?? {};
    if (this.#place === 'room') this.#left = `main a[href="${this.#roomAddress}"]`;
    else if (this.#place === 'lesson')
      this.#left = `a[data-lesson="${this.#lesson?.room.lesson.id}"]`;
    else if (lab !== undefined) this.#left = `article a[data-slug="${lab.slug}"]`;
    this.#place = 'gallery';
  }

  #show(place: Place = 'lab'): void {
    this.#opening = '';
    this.#camePast = this.#place !== place;
    this.#place = place;
    void tick().then(() => scrollTo(0, 0));
  }

  /** What the lab has open already is not opened once more: it stands where it was left. */
  #isOnTheTable(hash: string): boolean {
    const lab = this.#opened?.lab;
    return this.#place === 'gallery' && lab?.run.scenario !== undefined && lab.address === hash;
  }
}

function placeOf(hash: string): Place {
  if (isHome(hash)) return 'gallery';
  if (roomOf(hash) !== undefined) return 'room';
  return lessonIn(hash) === undefined ? 'lab' : 'lesson';
}

/** The id of the lesson that a hash asks for, if it asks for one. */
function lessonIn(hash: string): string | undefined {
  return /^#lesson\/([a-z0-9-]+)$/.exec(hash)?.[1];
}

function isHome(hash: string): boolean {
  return hash === '' || hash === '#';
}

/** The address of a scenario that came from a file: nobody but the lab that has it open can follow it. */
function isOfAFile(hash: string): boolean {
  return new URLSearchParams(hash.slice(1)).get('s') === 'own-file';
}
