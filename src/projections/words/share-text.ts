/** What a share group has under way, in words. */
import type { Cast } from '../../trace/index.ts';
import type { ShareRecordView, ShareView } from '../world/log-views.ts';
import { actorName, counted } from './names.ts';

/** How many records are named before the rest is only counted. */
const named = 6;

/** Start and end of a share group in a partition. */
export function shareBounds({ start, end }: ShareView): string {
  return `start ${start} (SPSO), end ${end} (SPEO)`;
}

/** Who holds a record, or where else it stands. */
export function shareRecordText(
  cast: Cast,
  { state, holder, deliveries }: Omit<ShareRecordView, 'offset'>,
): string {
  const times = `delivery ${deliveries}`;
  if (state === 'acquired') return `held by ${actorName(cast, holder)}, ${times}`;
  if (state === 'available') return `waits to be delivered again, after ${times}`;
  return state === 'archived' ? `archived after ${times}` : state;
}

/** The records that are held or wait again, each by name, and how many more there are. */
export function shareRecordsText(cast: Cast, { records }: ShareView): string {
  const open = records.filter(({ state }) => state === 'acquired' || state === 'available');
  if (open.length === 0) return 'nothing under way';
  const held = open.filter(({ state }) => state === 'acquired').length;
  const said = open
    .slice(0, named)
    .map((record) => `${record.offset} ${shareRecordText(cast, record)}`);
  const more = open.length > named ? [`and ${open.length - named} more`] : [];
  return `${counted(held, 'record')} held; ${[...said, ...more].join('; ')}`;
}
